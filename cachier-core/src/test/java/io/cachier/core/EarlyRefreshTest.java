package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.FunctionBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C83 and C84 through calls: a clock that stands, chance that is told. */
class EarlyRefreshTest {
  private final FakeTicker ticker = new FakeTicker();
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger draws = new AtomicInteger();
  private final CountDownLatch mayRefresh = new CountDownLatch(1);
  private volatile double draw;

  private final RandomGenerator told =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          throw new AssertionError("asked for a long");
        }

        @Override
        public double nextDouble() {
          draws.incrementAndGet();
          return draw;
        }
      };

  private final Cachier cachier =
      Cachier.builder().backend("memory").ticker(ticker).random(told).build();

  @AfterEach
  void close() {
    mayRefresh.countDown();
    cachier.close();
  }

  /** Takes a second by the fake clock the first time; later runs wait for the test. */
  private FunctionBuilder<String, String> slow(Cachier root) {
    return root.function(
            "slow",
            String.class,
            String.class,
            x -> {
              int run = runs.incrementAndGet();
              if (run == 1) {
                ticker.advance(Duration.ofSeconds(1));
              } else {
                CallFixture.await(mayRefresh);
              }
              return x + run;
            })
        .staleAfter(Duration.ofMinutes(10))
        .metrics(MetricsPolicy.on());
  }

  @Test
  void apply_drawSaysEarly_servesTheHitAndComputesInTheBackground() {
    CachedFunction<String, String> function = slow(cachier).earlyRefresh().build();
    function.apply("a");
    ticker.advance(Duration.ofMinutes(10).minusSeconds(2));

    draw = 0.5; // 1 s x ln 2 < 2 s
    assertThat(function.apply("a")).isEqualTo("a1");
    assertThat(draws).hasValue(1);
    draw = 0.9; // 1 s x ln 10 > 2 s
    assertThat(function.apply("a")).isEqualTo("a1");
    Awaitility.await().until(() -> runs.get() == 2);
    // While it runs every caller is served what is fresh, and no second run begins.
    assertThat(function.apply("a")).isEqualTo("a1");
    mayRefresh.countDown();
    Awaitility.await().until(() -> function.apply("a").equals("a2"));

    MetricSnapshot snapshot = function.metrics().snapshot();
    assertThat(runs).hasValue(2);
    assertThat(snapshot.calls(Outcome.MISS)).isEqualTo(1);
    assertThat(snapshot.calls(Outcome.HIT)).isEqualTo(snapshot.totalCalls() - 1);
    assertThat(snapshot.staleHits()).isZero();
  }

  @Test
  void apply_farFromTheEnd_doesNotDraw() {
    CachedFunction<String, String> function = slow(cachier).earlyRefresh().build();
    function.apply("a");
    draw = 0.999_999;

    ticker.advance(Duration.ofMinutes(9));
    assertThat(function.apply("a")).isEqualTo("a1");
    assertThat(draws).hasValue(0);
    assertThat(runs).hasValue(1);
  }

  @Test
  void apply_earlyRefreshOff_neverDraws() {
    CachedFunction<String, String> function = slow(cachier).build();
    function.apply("a");
    ticker.advance(Duration.ofMinutes(10));

    assertThat(function.apply("a")).isEqualTo("a1");
    assertThat(draws).hasValue(0);
  }

  @Test
  void apply_earlyRefreshFails_countsAndGoesOnServing() {
    CachedFunction<String, String> function =
        cachier
            .function(
                "failing",
                String.class,
                String.class,
                x -> {
                  ticker.advance(Duration.ofSeconds(1));
                  if (runs.incrementAndGet() > 1) {
                    throw new IllegalStateException("down");
                  }
                  return x + "1";
                })
            .staleAfter(Duration.ofMinutes(10))
            .earlyRefresh(1)
            .metrics(MetricsPolicy.on())
            .build();
    function.apply("a");
    draw = 0.999;
    ticker.advance(Duration.ofMinutes(10).minusSeconds(3));

    assertThat(function.apply("a")).isEqualTo("a1");
    Awaitility.await()
        .until(() -> function.metrics().snapshot().counter(CacheCounter.REFRESH_FAILURES) >= 1);
    assertThat(function.apply("a")).isEqualTo("a1");
    assertThat(function.metrics().snapshot().errors()).isZero();
  }

  @Test
  void apply_remoteHit_isRefreshedByItsRealAge(@TempDir Path directory) {
    try (Cachier files =
        Cachier.builder()
            .backend("file")
            .setting("file.directory", directory.toString())
            .ticker(ticker)
            .random(told)
            .build()) {
      CachedFunction<String, String> function =
          slow(files).staleAfter(Duration.ofHours(1)).earlyRefresh(1_000).build();
      function.apply("a");
      mayRefresh.countDown();
      draw = 0.5;
      assertThat(function.apply("a")).isEqualTo("a1");
      assertThat(draws).hasValue(1);

      // A second of computing, beta 1,000 and this draw reach back an hour and more.
      draw = 0.999;
      assertThat(function.apply("a")).isEqualTo("a1");
      Awaitility.await()
          .atMost(20, TimeUnit.SECONDS)
          .until(() -> function.apply("a", CallOptions.defaults()).equals("a2"));
    }
  }

  @Test
  void apply_withJitter_shortensTheShelfLifeOfEachEntryAsFreshnessSays() {
    CachedFunction<String, String> function =
        cachier
            .function("spread", String.class, String.class, x -> x + runs.incrementAndGet())
            .staleAfter(Duration.ofSeconds(100))
            .jitter(0.5)
            .build();
    for (int i = 0; i < 200; i++) {
      function.apply("key " + i);
    }
    int computed = runs.get();

    ticker.advance(Duration.ofSeconds(50));
    callAll(function);
    assertThat(runs).hasValue(computed);
    ticker.advance(Duration.ofSeconds(25));
    callAll(function);
    assertThat(runs.get() - computed).isBetween(70, 130);
    // Those that are fresh still go stale by the 100th second at the latest.
    ticker.advance(Duration.ofSeconds(25).plusNanos(1));
    runs.set(0);
    int before = runs.get();
    callAll(function);
    assertThat(runs.get() - before).isBetween(70, 130);
  }

  private static void callAll(CachedFunction<String, String> function) {
    for (int i = 0; i < 200; i++) {
      function.apply("key " + i);
      function.apply("key " + i);
    }
  }
}
