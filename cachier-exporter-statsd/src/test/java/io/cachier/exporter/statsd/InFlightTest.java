package io.cachier.exporter.statsd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final TestLog log = new TestLog();
  private final Tally tally = new Tally(log.limited(() -> 0));
  private final InFlight inFlight = new InFlight("stats:8125", tally);

  @Test
  void handle_failureToSend_countsTheFiguresOfThatPacket() {
    inFlight.handing(new Packet("a:1|c\nb:1|c", 2));
    inFlight.handing(new Packet("c:1|c\nd:1|c\ne:1|c", 3));
    inFlight.sending();
    inFlight.sending();
    inFlight.handle(new IOException("Message too long"));

    assertThat(tally.errors()).isEqualTo(1);
    assertThat(tally.dropped()).isEqualTo(3);
    assertThat(log.messages())
        .containsExactly(
            "WARNING Sending to the StatsD server at stats:8125 failed: java.io.IOException:"
                + " Message too long");
  }

  @Test
  void handle_failureWithoutAMessage_isTold() {
    inFlight.handle(new IOException());

    assertThat(tally.errors()).isEqualTo(1);
    assertThat(tally.dropped()).isZero();
    assertThat(log.messages().get(0)).endsWith("failed: java.io.IOException");
  }

  @Test
  void handle_nobodyListens_saysWhatToDo() {
    inFlight.handing(new Packet("a:1|c", 1));
    inFlight.sending();
    inFlight.handle(new PortUnreachableException());

    assertThat(log.messages())
        .containsExactly(
            "WARNING Nobody listens at stats:8125 for StatsD; start a server there, set"
                + " cachier.statsd.host and cachier.statsd.port, or switch the exporter off with"
                + " cachier.exporter.statsd.enabled=false");
  }

  @Test
  void handle_failureOfAnotherThread_losesNoFigure() {
    inFlight.handing(new Packet("a:1|c", 1));
    CompletableFuture.runAsync(inFlight::sending).join();
    Thread.currentThread().interrupt();
    inFlight.handle(new IOException("closing"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(tally.errors()).isEqualTo(1);
    assertThat(tally.dropped()).isZero();
  }

  @Test
  void handle_interruptedAtTheEnd_isNoFailure() {
    inFlight.handle(new InterruptedException());

    assertThat(tally.errors()).isZero();
    assertThat(log.messages()).isEmpty();
  }

  @Test
  void abandon_packetsThatWait_tellsTheirFiguresOnce() {
    inFlight.handing(new Packet("a:1|c", 1));
    inFlight.handing(new Packet("b:1|c\nc:1|c", 2));
    inFlight.sending();

    assertThat(inFlight.abandon()).isEqualTo(2);
    assertThat(inFlight.abandon()).isZero();
    inFlight.sending();
    inFlight.handle(new IOException("closed"));
    assertThat(tally.dropped()).as("counted by whoever abandoned it").isZero();
  }

  @Test
  void encoding_aMessage_tellsOnceAndIsAscii() {
    AtomicInteger used = new AtomicInteger();
    ProgressCharset charset = new ProgressCharset(used::incrementAndGet);

    for (int i = 1; i <= 3; i++) {
      assertThat("cachier.f.calls.hit:1|c".repeat(50).getBytes(charset))
          .isEqualTo("cachier.f.calls.hit:1|c".repeat(50).getBytes(US_ASCII));
      assertThat(used).hasValue(i);
    }
    assertThat(charset.contains(US_ASCII)).isTrue();
    assertThat(charset.contains(UTF_16)).isFalse();
    assertThat(new String(new byte[] {'a'}, charset)).isEqualTo("a");
  }
}
