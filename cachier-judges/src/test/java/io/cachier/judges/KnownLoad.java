package io.cachier.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.exporter.prometheus.PrometheusExporter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A process whose every figure is known: it makes the same calls round after round, by a clock that
 * only its functions move. So a computation takes exactly as long as it is told to, a hit takes no
 * time at all, and what is true needs no measuring. One thread makes all calls.
 *
 * <p>Says {@code address URI} once it can be scraped, {@code round MILLIS} after every round, and,
 * told to {@code stop}, {@code stopped}. Ends with its input.
 */
final class KnownLoad {
  /** Durations that lie evenly within one classic bucket, so that both kinds can tell them. */
  static final String EVEN = "judged.even";

  /** Durations over many octaves, which only native histograms can tell. */
  static final String WIDE = "judged.wide";

  /** Says that no further round begins. */
  static final String STOPPED = "stopped";

  /** Begins the line that tells when a round ended, in milliseconds since 1970. */
  static final String ROUND = "round ";

  /** How often each value is served from the cache after it was computed. */
  static final int HITS = 3;

  /** How many values of each function are computed in a round. */
  static final int VALUES = 480;

  static final long ROUND_MILLIS = 250;

  private final AtomicLong clock = new AtomicLong();

  private KnownLoad() {}

  /**
   * What one process computes in each round: its half of the whole, so that nothing but both halves
   * together gives the truth.
   *
   * @param half 0: the lower half of the even durations, 1: the upper
   * @return nanoseconds
   */
  static List<Long> durations(String function, int half) {
    return IntStream.range(0, VALUES)
        .mapToObj(
            i ->
                function.equals(EVEN)
                    // Above a quarter of a second, up to one second.
                    ? 0.25 + 0.75 * (half * VALUES + i + 0.5) / (2 * VALUES)
                    // From a millisecond, 12 octaves up.
                    : 0.001 * Math.pow(2, 12 * (2 * i + half + 0.5) / (2 * VALUES)))
        .map(seconds -> Math.round(seconds * 1e9))
        .toList();
  }

  public static void main(String... arguments) throws IOException {
    new KnownLoad().run(Integer.parseInt(arguments[0]));
  }

  private void run(int half) throws IOException {
    PrometheusExporter exporter = PrometheusExporter.builder().port(0).build();
    ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();
    try (Cachier cachier = Cachier.builder().ticker(clock::get).addExporter(exporter).build()) {
      CachedFunction<Long, Long> even = function(cachier, EVEN);
      CachedFunction<Long, Long> wide = function(cachier, WIDE);
      List<Long> evenDurations = durations(EVEN, half);
      List<Long> wideDurations = durations(WIDE, half);
      Output.address(exporter);
      Future<?> unused =
          rounds.scheduleAtFixedRate(
              () -> {
                round(even, evenDurations);
                round(wide, wideDurations);
                Output.say(ROUND + System.currentTimeMillis());
              },
              0,
              ROUND_MILLIS,
              TimeUnit.MILLISECONDS);
      BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        rounds.shutdown();
        awaitEnd(rounds);
        Output.say(STOPPED);
      }
    } finally {
      rounds.shutdownNow();
    }
  }

  private CachedFunction<Long, Long> function(Cachier cachier, String name) {
    return cachier
        .function(name, Long.class, Long.class, clock::addAndGet)
        .backend("memory")
        .metrics(MetricsPolicy.on())
        .build();
  }

  private static void round(CachedFunction<Long, Long> function, List<Long> durations) {
    for (Long duration : durations) {
      for (int call = 0; call <= HITS; call++) {
        function.apply(duration);
      }
    }
    function.clear();
  }

  private static void awaitEnd(ScheduledExecutorService rounds) {
    try {
      if (!rounds.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the last round does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
