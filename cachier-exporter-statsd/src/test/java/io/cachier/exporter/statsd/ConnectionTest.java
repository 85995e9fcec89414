package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cachier.exporter.statsd.Connection.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final Duration BRIEF = Duration.ofMillis(50);
  private static final Limits QUICK = new Limits(20_000, BRIEF, BRIEF, BRIEF);

  private final Set<Thread> before = Thread.getAllStackTraces().keySet();
  private final Receiver receiver = new Receiver();
  private final TestLog log = new TestLog();
  private final Tally tally = new Tally(log.limited(() -> 0));
  private final InFlight inFlight = new InFlight("127.0.0.1", tally);

  @AfterEach
  void close() {
    receiver.close();
  }

  private StatsdOptions options(int packetBytes, int packetsPerSecond) {
    return new StatsdOptions(
        "127.0.0.1",
        receiver.port(),
        "cachier",
        Duration.ofSeconds(10),
        packetBytes,
        packetsPerSecond);
  }

  private static List<String> figures(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "cachier.f.a_gauge_with_a_name_of_some_length." + i + ":1|g")
        .toList();
  }

  private Set<String> newThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.toLowerCase(Locale.ROOT).contains("statsd"))
        .collect(Collectors.toSet());
  }

  @Test
  void close_whatWaits_isSentFasterThanThePace() {
    Connection connection = Connection.open(options(64, 10), Limits.DEFAULTS, tally, inFlight);
    connection.add(figures(60));
    long begun = System.nanoTime();
    connection.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    receiver.awaitLine(figures(60).get(59));
    assertThat(receiver.lines()).containsExactlyElementsOf(figures(60));
    assertThat(receiver.packets()).as("each line in a packet of its own").hasSize(60);
    assertThat(tally.dropped()).isZero();
    await().untilAsserted(() -> assertThat(newThreads()).isEmpty());
  }

  @Test
  void add_lessThanItsTime_isPaced() {
    Connection connection = Connection.open(options(64, 100), Limits.DEFAULTS, tally, inFlight);
    long begun = System.nanoTime();
    connection.add(figures(40));
    receiver.awaitLine(figures(40).get(39));

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("two go at once, 38 each 10 ms later")
        .isGreaterThan(Duration.ofMillis(370));
    connection.close();
  }

  @Test
  void close_networkHangs_endsInTimeAndCountsWhatIsLost() {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch recovered = new CountDownLatch(1);
    InFlight stuck =
        new InFlight("127.0.0.1", tally) {
          @Override
          void sending() {
            hanging.countDown();
            awaitUninterruptibly(recovered);
            super.sending();
          }
        };
    Connection connection = Connection.open(options(64, 1_000_000), QUICK, tally, stuck);
    connection.add(figures(300));
    awaitUninterruptibly(hanging);
    connection.add(figures(250));
    assertThatThrownBy(() -> connection.add(figures(1)))
        .as("more than 20,000 bytes wait")
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bytes wait");

    long begun = System.nanoTime();
    connection.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));

    assertThat(tally.dropped())
        .as("all that was taken in, and nothing that was refused")
        .isEqualTo(550);
    assertThat(tally.errors()).isEqualTo(1);
    assertThat(log.messages())
        .containsExactly(
            "WARNING 550 figures could not be sent to the StatsD server before the end");

    recovered.countDown();
    await().untilAsserted(() -> assertThat(newThreads()).isEmpty());
    assertThat(receiver.lines()).isEmpty();
    assertThat(tally.dropped()).as("none is counted twice").isEqualTo(550);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("only the thread that carries is interrupted", e);
      }
    }
  }

  @Test
  void close_interrupted_doesNotWait() {
    Connection connection = Connection.open(options(64, 10), Limits.DEFAULTS, tally, inFlight);
    connection.add(figures(500));
    Thread.currentThread().interrupt();
    connection.close();

    assertThat(Thread.interrupted()).isTrue();
    await().untilAsserted(() -> assertThat(newThreads()).isEmpty());
    await()
        .untilAsserted(
            () ->
                assertThat(tally.dropped() + receiver.lines().size())
                    .as("each is sent or counted as dropped")
                    .isEqualTo(500));
    assertThat(tally.dropped()).isGreaterThan(400);
  }

  @Test
  void open_hostUnknown_isRefusedWithARemedy() {
    String unknown = "x".repeat(300);
    StatsdOptions options =
        new StatsdOptions(unknown, 8125, "cachier", Duration.ofSeconds(10), 1432, 2_000);

    assertThatThrownBy(() -> Connection.open(options, Limits.DEFAULTS, tally, inFlight))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "statsd.host was '"
                + unknown
                + "' but that name can't be resolved; set cachier.statsd.host to a name or an"
                + " address that this machine can reach");
    assertThat(newThreads()).isEmpty();
  }
}
