package io.cachier.benchmarks;

import com.github.benmanes.caffeine.cache.stats.ConcurrentStatsCounter;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheMetrics;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What recording and reading figures costs: P12, and the recorder beside the peers'. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Benchmark)
public class RecorderBenchmark {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DURATION = Duration.ofNanos(130);

  private Cachier cachier;
  private CacheMetrics metrics;
  private Timer timer;
  private ConcurrentStatsCounter stats;

  /** Builds a function with some history of every outcome. */
  @Setup
  public void build() {
    cachier = Cachier.builder().backend("memory").build();
    CachedFunction<Integer, Integer> function =
        cachier
            .function("square", Integer.class, Integer.class, x -> x * x)
            .metrics(MetricsPolicy.on())
            .build();
    for (int i = 0; i < 1_000_000; i++) {
      function.apply(i & 1023);
    }
    metrics = function.metrics();
    timer = new SimpleMeterRegistry().timer("timer");
    stats = new ConcurrentStatsCounter();
  }

  /** Closes what has threads. */
  @TearDown
  public void close() {
    cachier.close();
  }

  /** Recording one call. */
  @Benchmark
  public void cachierRecord() {
    metrics.record(Outcome.HIT, DURATION);
  }

  /** A snapshot of one minute: P12, at most 20 microseconds. */
  @Benchmark
  public MetricSnapshot cachierSnapshotOneMinute() {
    return metrics.snapshot(MINUTE);
  }

  /** A snapshot of everything. */
  @Benchmark
  public MetricSnapshot cachierSnapshot() {
    return metrics.snapshot();
  }

  /** Micrometer's timer, without percentiles. */
  @Benchmark
  public void micrometerTimerRecord() {
    timer.record(DURATION);
  }

  /** Caffeine's counter, without latency. */
  @Benchmark
  public void caffeineStatsRecordHit() {
    stats.recordHits(1);
  }
}
