package io.cachier.core.metrics;

import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.Outcome;
import io.cachier.spi.Usage;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * What the recorder promises of one figure: calls of the slow outcomes and counters are
 * linearizable. (Several figures of one snapshot are read one after the other: exact when no one
 * records, which {@link RecorderConcurrencyTest} checks. So are hits, whose owners write without a
 * barrier.)
 */
public class RecorderLincheckTest {
  private final MetricsRecorder recorder =
      MetricsRecorder.create(MetricsPolicy.on(), new FakeTicker(0), () -> Usage.UNKNOWN);

  @Operation
  public void miss() {
    recorder.call(Outcome.MISS, 0, 1_000);
  }

  @Operation
  public void slowMiss() {
    recorder.call(Outcome.MISS, 0, 1_000_000_000);
  }

  @Operation
  public long misses() {
    return recorder.cumulative().misses();
  }

  @Operation
  public void timeOut() {
    recorder.count(CacheCounter.WAIT_TIMEOUTS);
  }

  @Test
  void stress() {
    new StressOptions()
        .iterations(30)
        .invocationsPerIteration(2_000)
        .threads(3)
        .actorsPerThread(3)
        .check(getClass());
  }
}
