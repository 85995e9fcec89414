package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);

  private static Outbox outbox(int capacity, Duration stall) {
    return new Outbox(20, capacity, stall);
  }

  private static Thread waiting(Runnable task) {
    Thread thread = new Thread(task, "waiting");
    thread.setDaemon(true);
    thread.start();
    await()
        .until(
            () ->
                thread.getState() == Thread.State.WAITING
                    || thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  @Test
  void take_severalFigures_shareAPacketUpToItsSize() throws InterruptedException {
    Outbox outbox = outbox(1_000, LONG);
    outbox.add(List.of("aaaaaaaaa:1|c", "b:1|c", "c:1|c"));
    outbox.add(List.of("d:1|c"));

    assertThat(outbox.take()).isEqualTo(new Packet("aaaaaaaaa:1|c\nb:1|c", 2));
    assertThat(outbox.take()).as("over several rounds").isEqualTo(new Packet("c:1|c\nd:1|c", 2));
  }

  @Test
  void take_overlongFigure_isAlone() throws InterruptedException {
    Outbox outbox = outbox(1_000, LONG);
    String overlong = "overlong".repeat(10) + ":1|c";
    outbox.add(List.of("a:1|c", overlong, "b:1|c"));

    assertThat(outbox.take()).isEqualTo(new Packet("a:1|c", 1));
    assertThat(outbox.take()).isEqualTo(new Packet(overlong, 1));
    assertThat(outbox.take()).isEqualTo(new Packet("b:1|c", 1));
  }

  @Test
  void take_figureOfTwoLines_isNotTornApart() throws InterruptedException {
    Outbox outbox = outbox(1_000, LONG);
    outbox.add(List.of("aaaaa:1|c", "b:0|g\nb:-1|g"));

    assertThat(outbox.take()).isEqualTo(new Packet("aaaaa:1|c", 1));
    assertThat(outbox.take()).isEqualTo(new Packet("b:0|g\nb:-1|g", 1));
  }

  @Test
  void take_empty_waits() {
    Outbox outbox = outbox(1_000, LONG);
    CompletableFuture<Packet> taken = new CompletableFuture<>();
    Thread thread = waiting(() -> take(outbox, taken));

    outbox.add(List.of("a:1|c"));
    assertThat(taken.join()).isEqualTo(new Packet("a:1|c", 1));
    assertThat(thread.isDaemon()).isTrue();
  }

  private static void take(Outbox outbox, CompletableFuture<Packet> taken) {
    try {
      taken.complete(outbox.take());
    } catch (InterruptedException e) {
      taken.completeExceptionally(e);
    }
  }

  @Test
  void take_closed_givesWhatIsLeftAndThenNull() throws InterruptedException {
    Outbox outbox = outbox(1_000, LONG);
    outbox.add(List.of("aaaaaaaaa:1|c", "bbbbbbbbb:1|c"));

    assertThat(outbox.close()).isEqualTo(2);
    assertThat(outbox.take()).isEqualTo(new Packet("aaaaaaaaa:1|c", 1));
    assertThat(outbox.take()).isEqualTo(new Packet("bbbbbbbbb:1|c", 1));
    assertThat(outbox.take()).isNull();
    assertThat(outbox.close()).isZero();
  }

  @Test
  void add_closed_isRefused() {
    Outbox outbox = outbox(1_000, LONG);
    outbox.close();

    assertThatThrownBy(() -> outbox.add(List.of("a:1|c")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stopped");
  }

  @Test
  void add_full_waitsForTheSender() throws InterruptedException {
    Outbox outbox = outbox(5, LONG);
    outbox.add(List.of("aaaaaaaaaaaaaaa:1|c"));
    CompletableFuture<Void> added = new CompletableFuture<>();
    Thread thread =
        waiting(
            () -> {
              outbox.add(List.of("b:1|c"));
              added.complete(null);
            });
    assertThat(added).isNotDone();

    assertThat(outbox.take()).isEqualTo(new Packet("aaaaaaaaaaaaaaa:1|c", 1));
    added.join();
    assertThat(outbox.take()).isEqualTo(new Packet("b:1|c", 1));
    assertThat(thread.isInterrupted()).isFalse();
  }

  @Test
  void add_fullAndStandingStill_isRefusedWhole() {
    Outbox outbox = outbox(5, SHORT);
    outbox.add(List.of("a:1|c"));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> outbox.add(List.of("b:1|c", "c:1|c")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("6 bytes wait")
          .hasMessageContaining("next round");
    }
    assertThat(outbox.clear()).as("what was taken in before").isEqualTo(1);
    outbox.add(List.of("b:1|c", "c:1|c"));
    assertThat(outbox.clear()).isEqualTo(2);
  }

  @Test
  void add_fullAfterALongRest_isNotTakenForStandingStill() {
    Outbox outbox = outbox(5, SHORT);
    await().pollDelay(SHORT.multipliedBy(2)).until(() -> true);
    outbox.add(List.of("a:1|c"));
    long begun = System.nanoTime();

    assertThatThrownBy(() -> outbox.add(List.of("b:1|c")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("not at once: the sender has only now something to do")
        .isGreaterThan(SHORT.dividedBy(2));
  }

  @Test
  void add_interruptedWhileFull_isRefusedAndStaysInterrupted() {
    Outbox outbox = outbox(5, LONG);
    outbox.add(List.of("a:1|c"));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> outbox.add(List.of("b:1|c")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outbox.clear()).isEqualTo(1);
  }

  @Test
  void close_whileSomebodyWaitsForRoom_refusesHim() {
    Outbox outbox = outbox(5, LONG);
    outbox.add(List.of("a:1|c"));
    CompletableFuture<String> refused = new CompletableFuture<>();
    Thread thread =
        waiting(
            () -> {
              try {
                outbox.add(List.of("b:1|c"));
              } catch (IllegalStateException e) {
                refused.complete(e.getMessage());
              }
            });

    outbox.close();
    assertThat(refused.join()).contains("stopped");
    assertThat(thread.isDaemon()).isTrue();
  }
}
