package io.cachier.benchmarks;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.support.DefaultCacheMonitor;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.cachier.Cached;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.FunctionBuilder;
import io.cachier.MetricsPolicy;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** A hit in memory, ours and theirs, over the same 512 keys. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Benchmark)
public class HitBenchmark {
  private static final int KEYS = 512;
  private static final Duration SHELF_LIFE = Duration.ofHours(1);

  private final String[] keys = new String[KEYS];
  private Cachier cachier;
  private CachedFunction<String, String> plain;
  private CachedFunction<String, String> shelfLife;
  private CachedFunction<String, String> metrics;
  private CachedFunction<String, String> sampled;
  private CachedFunction<String, String> bounded;
  private CachedFunction<String, String> near;
  private CachedFunction<String, String> nearMetrics;
  private Cachier shared;
  private Path folder;
  private Proxied proxied;
  private com.github.benmanes.caffeine.cache.Cache<String, String> caffeine;
  private com.github.benmanes.caffeine.cache.Cache<String, String> caffeineBounded;
  private LoadingCache<String, String> caffeineLoading;
  private Timer timer;
  private Cache<String, String> jetcache;
  private final ConcurrentMap<String, String> map = new ConcurrentHashMap<>();

  /** An interface as users annotate theirs. */
  public interface Proxied {
    @Cached(staleAfter = "1h")
    String value(String key);
  }

  /** Each thread walks the keys from a place of its own. */
  @State(Scope.Thread)
  public static class Cursor {
    private int at = Thread.currentThread().hashCode();

    int next() {
      return at++ & (KEYS - 1);
    }
  }

  /** Fills every cache with the same entries. */
  @Setup
  public void fill() throws IOException {
    folder = Files.createTempDirectory("cachier-near");
    shared = Cachier.builder().backend("file").setting("file.directory", folder.toString()).build();
    near = near("near", MetricsPolicy.off());
    nearMetrics = near("nearMetrics", MetricsPolicy.on());
    cachier = Cachier.builder().backend("memory").build();
    plain = function("plain").build();
    shelfLife = function("shelfLife").staleAfter(SHELF_LIFE).build();
    metrics = function("metrics").staleAfter(SHELF_LIFE).metrics(MetricsPolicy.on()).build();
    sampled =
        function("sampled").staleAfter(SHELF_LIFE).metrics(MetricsPolicy.sampled(0.1)).build();
    bounded = function("bounded").staleAfter(SHELF_LIFE).maximumEntries(10_000).build();
    caffeineBounded = Caffeine.newBuilder().maximumSize(10_000).build();
    proxied = cachier.proxy(Proxied.class, HitBenchmark::compute);
    caffeine = Caffeine.newBuilder().build();
    caffeineLoading =
        Caffeine.newBuilder()
            .expireAfterWrite(SHELF_LIFE)
            .recordStats()
            .build(HitBenchmark::compute);
    timer = new SimpleMeterRegistry().timer("cache.get");
    jetcache =
        CaffeineCacheBuilder.createCaffeineCacheBuilder()
            .limit(KEYS * 2)
            .expireAfterWrite(1, TimeUnit.HOURS)
            .addMonitor(new DefaultCacheMonitor("jetcache"))
            .buildCache();
    for (int i = 0; i < KEYS; i++) {
      String key = "key-" + i;
      keys[i] = key;
      plain.apply(key);
      shelfLife.apply(key);
      metrics.apply(key);
      sampled.apply(key);
      proxied.value(key);
      bounded.apply(key);
      caffeineBounded.put(key, compute(key));
      // Computed, looked up and kept.
      near.apply(key);
      near.apply(key);
      nearMetrics.apply(key);
      nearMetrics.apply(key);
      caffeine.put(key, compute(key));
      caffeineLoading.put(key, compute(key));
      jetcache.put(key, compute(key));
      map.put(key, compute(key));
    }
  }

  /** Closes what has threads. */
  @TearDown
  public void close() throws IOException {
    cachier.close();
    near.clear();
    nearMetrics.clear();
    shared.close();
    jetcache.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  private CachedFunction<String, String> near(String name, MetricsPolicy policy) {
    return shared
        .function(name, String.class, String.class, HitBenchmark::compute)
        .staleAfter(SHELF_LIFE)
        .nearCache(10_000, SHELF_LIFE)
        .metrics(policy)
        .build();
  }

  private FunctionBuilder<String, String> function(String name) {
    return cachier.function(name, String.class, String.class, HitBenchmark::compute);
  }

  private static String compute(String key) {
    return "value of " + key;
  }

  /** Ours, no shelf life, metrics off: P2. */
  @Benchmark
  public String cachierPlain(Cursor cursor) {
    return plain.apply(keys[cursor.next()]);
  }

  /** Ours, with a shelf life, metrics off: P1. */
  @Benchmark
  public String cachierShelfLife(Cursor cursor) {
    return shelfLife.apply(keys[cursor.next()]);
  }

  /** Ours, with a shelf life and all metrics: P3. */
  @Benchmark
  public String cachierMetrics(Cursor cursor) {
    return metrics.apply(keys[cursor.next()]);
  }

  /** Ours, with a shelf life, one call in ten recorded: P4. */
  @Benchmark
  public String cachierMetricsSampled(Cursor cursor) {
    return sampled.apply(keys[cursor.next()]);
  }

  /** As {@link #cachierShelfLife}, within a bound: what keeps near entries too. */
  @Benchmark
  public String cachierBounded(Cursor cursor) {
    return bounded.apply(keys[cursor.next()]);
  }

  /** The floor of every bounded hit. */
  @Benchmark
  public String caffeineBoundedGetIfPresent(Cursor cursor) {
    return caffeineBounded.getIfPresent(keys[cursor.next()]);
  }

  /** As {@link #cachierShelfLife}, from the near cache before a shared backend: P1. */
  @Benchmark
  public String nearHit(Cursor cursor) {
    return near.apply(keys[cursor.next()]);
  }

  /** As {@link #cachierMetrics}, from the near cache before a shared backend: P3. */
  @Benchmark
  public String nearHitMetrics(Cursor cursor) {
    return nearMetrics.apply(keys[cursor.next()]);
  }

  /** As {@link #cachierShelfLife}, through a proxy of an annotated interface. */
  @Benchmark
  public String cachierProxy(Cursor cursor) {
    return proxied.value(keys[cursor.next()]);
  }

  /** The fastest cache there is, doing nothing else. */
  @Benchmark
  public String caffeineGetIfPresent(Cursor cursor) {
    return caffeine.getIfPresent(keys[cursor.next()]);
  }

  /** The same with expiry, loading and statistics. */
  @Benchmark
  public String caffeineLoadingExpiryStats(Cursor cursor) {
    return caffeineLoading.get(keys[cursor.next()]);
  }

  /** What one puts together by hand for hit rate and latency. */
  @Benchmark
  public String caffeineStatsMicrometerTimer(Cursor cursor) {
    long startNanos = System.nanoTime();
    String value = caffeineLoading.get(keys[cursor.next()]);
    timer.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    return value;
  }

  /** The peer with metrics built in. */
  @Benchmark
  public String jetcacheMonitored(Cursor cursor) {
    return jetcache.get(keys[cursor.next()]);
  }

  /** The least that a timed look-up can cost. */
  @Benchmark
  public long floorTwoClocksAndMapGet(Cursor cursor) {
    long startNanos = System.nanoTime();
    String value = map.get(keys[cursor.next()]);
    return System.nanoTime() - startNanos + value.length();
  }
}
