package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class FaultyBackendTest {
  private static final EntryKey KEY = new EntryKey("f", new byte[EntryKey.DIGEST_BYTES]);

  private final Faults faults = new Faults();
  private final RemoteBackend backend =
      new FaultyBackend(new ReferenceBackend(new ReferenceStore(Ticker.system())), faults);

  @Test
  void lookup_noFault_reachesTheBackendAndIsCounted() {
    assertThat(backend.lookup(KEY)).isCompletedWithValue(Lookup.NOTHING);
    assertThat(faults.count(Operation.LOOKUP)).isEqualTo(1);
    assertThat(faults.count(Operation.CLAIM)).isZero();
  }

  @Test
  void lookup_throws_throws() {
    faults.fail(Operation.LOOKUP, Faults.Failure.THROW);
    assertThatThrownBy(() -> backend.lookup(KEY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("injected fault: LOOKUP");
    assertThat(faults.count(Operation.LOOKUP)).isEqualTo(1);
  }

  @Test
  void lookup_fails_completesExceptionally() {
    faults.fail(Operation.LOOKUP, Faults.Failure.FAIL);
    assertThat(backend.lookup(KEY)).isCompletedExceptionally();
  }

  @Test
  void lookup_hangs_neverCompletes() {
    faults.failAll(Faults.Failure.HANG);
    CompletionStage<Lookup> hanging = backend.lookup(KEY);
    faults.heal();
    assertThat(hanging).isNotDone();
    assertThat(backend.lookup(KEY)).isCompleted();
  }

  @Test
  void lookup_delayed_answersLater() {
    Duration latency = Duration.ofMillis(30);
    faults.delayAll(latency);
    long start = System.nanoTime();
    assertThat(backend.lookup(KEY)).succeedsWithin(Duration.ofSeconds(10));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(latency);
  }

  @Test
  void entries_anyFailure_throws() {
    faults.fail(Operation.ENTRIES, Faults.Failure.FAIL);
    assertThatThrownBy(() -> backend.entries("f")).isInstanceOf(IllegalStateException.class);
  }
}
