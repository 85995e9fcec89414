package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.Explanation.Verdict;
import io.cachier.FunctionBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.core.CallWays.Callee;
import io.cachier.core.CallWays.Way;
import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.HistogramSnapshot;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.OperationError;
import io.cachier.metrics.Timing;
import io.cachier.spi.LocalBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules C120 to C127: what is kept near, for how long, and what makes it go. */
class NearCallTest {
  private static final Duration TTL = Duration.ofMinutes(1);

  @TempDir private Path directory;

  private final FakeTicker ticker = new FakeTicker();
  private final TellingFiles backend = new TellingFiles();
  private final TestBounded bounded = new TestBounded();
  private final AtomicInteger runs = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Cachier cachier;

  @BeforeEach
  void open() {
    cachier = cachier();
  }

  private Cachier cachier() {
    return Cachier.builder()
        .addBackend(backend)
        .addBackend(bounded)
        .backend("telling")
        .setting("file.directory", directory.toString())
        .ticker(ticker)
        .executor(threads)
        .build();
  }

  @AfterEach
  void close() {
    cachier.close();
    threads.shutdownNow();
  }

  private CachedFunction<String, String> near(
      UnaryOperator<FunctionBuilder<String, String>> settings) {
    return settings
        .apply(
            cachier
                .function("f", String.class, String.class, x -> x + runs.incrementAndGet())
                .metrics(MetricsPolicy.on())
                .nearCache(100, TTL))
        .build();
  }

  /** Of a function whose watch is connected, and which has an entry near. */
  private CachedFunction<String, String> warm() {
    CachedFunction<String, String> function = near(f -> f);
    backend.listener().connected();
    function.apply("a");
    function.apply("a");
    assertThat(lookups()).isEqualTo(2);
    return function;
  }

  private int lookups() {
    return backend.lookedUp.size();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void call_keptNear_asksNothing(Way way) {
    Callee callee =
        CallWays.build(
            way, cachier, threads, x -> x + runs.incrementAndGet(), s -> s.nearCache(100, TTL));
    backend.listener().connected();

    for (int i = 0; i < 5; i++) {
      assertThat(callee.get("a")).isEqualTo("a1");
    }

    assertThat(lookups()).isEqualTo(2);
    MetricSnapshot figures = callee.cache().metrics().snapshot();
    assertThat(figures.hits()).isEqualTo(4);
    HistogramSnapshot looked =
        figures.timing(new Timing.Operation(BackendOperation.LOOKUP, OperationError.NONE));
    assertThat(looked.count()).isEqualTo(2);
  }

  @Test
  void apply_keptNear_servesTheVeryObject() {
    CachedFunction<String, String> function = warm();

    assertThat(function.apply("a")).isSameAs(function.apply("a"));
  }

  @Test
  void apply_keptForItsTime_asksAnew() {
    CachedFunction<String, String> function = warm();

    ticker.advance(TTL);
    function.apply("a");
    assertThat(lookups()).isEqualTo(2);
    ticker.advance(Duration.ofNanos(1));
    function.apply("a");
    assertThat(lookups()).isEqualTo(3);
  }

  @Test
  void apply_tooOldForTheFunction_isNotServedFromNear() {
    CachedFunction<String, String> function = near(f -> f.staleAfter(Duration.ofSeconds(10)));
    backend.listener().connected();
    function.apply("a");
    function.apply("a");

    ticker.advance(Duration.ofSeconds(11));
    function.apply("a");

    assertThat(lookups()).isEqualTo(3);
  }

  @Test
  void apply_tooOldForTheCall_isNotServedFromNear() {
    CachedFunction<String, String> function = warm();
    ticker.advance(Duration.ofSeconds(5));

    function.apply("a", CallOptions.maxAge(Duration.ofSeconds(6)));
    assertThat(lookups()).isEqualTo(2);
    function.apply("a", CallOptions.maxAge(Duration.ofSeconds(4)));
    assertThat(lookups()).isEqualTo(3);
  }

  @Test
  void changed_keptNear_isLookedUpAnew() {
    CachedFunction<String, String> function = warm();

    try (Cachier other = cachier()) {
      other.function("f", String.class, String.class, x -> x).build().precache("a", "theirs");
    }
    assertThat(function.apply("a")).isEqualTo("a1");
    backend.listener().changed(backend.lastKey());

    assertThat(function.apply("a")).isEqualTo("theirs");
    assertThat(lookups()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void changed_whileTheLookupIsUnderWay_keepsNothingOfIt(Way way) {
    Callee callee =
        CallWays.build(
            way, cachier, threads, x -> x + runs.incrementAndGet(), s -> s.nearCache(100, TTL));
    backend.listener().connected();
    callee.get("a");
    backend.beforeAnswer =
        () -> {
          backend.beforeAnswer = () -> {};
          backend.listener().changed(backend.lastKey());
        };

    callee.get("a");
    assertThat(lookups()).isEqualTo(2);
    callee.get("a");
    assertThat(lookups()).isEqualTo(3);
    callee.get("a");
    assertThat(lookups()).isEqualTo(3);
  }

  @Test
  void cleared_whileTheLookupIsUnderWay_keepsNothingOfIt() {
    CachedFunction<String, String> function = warm();
    backend.listener().cleared();
    backend.beforeAnswer =
        () -> {
          backend.beforeAnswer = () -> {};
          backend.listener().cleared();
        };

    function.apply("a");
    function.apply("a");

    assertThat(lookups()).isEqualTo(4);
  }

  @Test
  void connectedAnew_whileTheLookupIsUnderWay_keepsNothingOfIt() {
    CachedFunction<String, String> function = warm();
    backend.listener().lost();
    backend.listener().connected();
    backend.beforeAnswer =
        () -> {
          backend.beforeAnswer = () -> {};
          backend.listener().lost();
          backend.listener().connected();
        };

    function.apply("a");
    function.apply("a");

    assertThat(lookups()).isEqualTo(4);
  }

  @Test
  void lost_keptNear_isDroppedAndNothingKept() {
    CachedFunction<String, String> function = warm();
    LocalBackend kept = bounded.opened;
    assertThat(kept.size()).isEqualTo(1);

    backend.listener().lost();
    function.apply("a");
    function.apply("a");

    assertThat(lookups()).isEqualTo(4);
    assertThat(kept.size()).isZero();
    backend.listener().connected();
    function.apply("a");
    function.apply("a");
    assertThat(lookups()).isEqualTo(5);
  }

  @Test
  void connected_notYet_keepsNothing() {
    CachedFunction<String, String> function = near(f -> f);
    function.apply("a");
    function.apply("a");
    function.apply("a");

    assertThat(lookups()).isEqualTo(3);
  }

  @Test
  void build_backendThatTellsNothing_goesByTheTimeAlone() {
    backend.tells = false;
    CachedFunction<String, String> function = near(f -> f);
    for (int i = 0; i < 4; i++) {
      function.apply("a");
    }
    assertThat(lookups()).isEqualTo(2);

    ticker.advance(TTL.plusNanos(1));
    function.apply("a");
    assertThat(lookups()).isEqualTo(3);
  }

  @Test
  void build_watchThrows_goesByTheTimeAlone() {
    backend.watchThrows = true;
    CachedFunction<String, String> function = near(f -> f);
    for (int i = 0; i < 4; i++) {
      function.apply("a");
    }

    assertThat(lookups()).isEqualTo(2);
  }

  @Test
  void unsupported_toldLater_goesByTheTimeAlone() {
    CachedFunction<String, String> function = near(f -> f);
    backend.listener().unsupported("no rights to channels; grant them");
    for (int i = 0; i < 4; i++) {
      function.apply("a");
    }

    assertThat(lookups()).isEqualTo(2);
  }

  @Test
  void management_ofThisProcess_isSeenAtTheNextCall() {
    backend.tells = false;
    CachedFunction<String, String> function = near(f -> f);
    assertThat(warmed(function)).isEqualTo("a1");

    function.invalidate("a");
    assertThat(warmed(function)).isEqualTo("a2");
    function.clear();
    assertThat(warmed(function)).isEqualTo("a3");
    function.precache("a", "given");
    assertThat(warmed(function)).isEqualTo("given");
    function.precacheAll(java.util.Map.of("a", "all"));
    assertThat(warmed(function)).isEqualTo("all");
    function.invalidateIf(entry -> true);
    assertThat(warmed(function)).isEqualTo("a4");
    function.apply("a", CallOptions.overwrite());
    assertThat(warmed(function)).isEqualTo("a5");
    function.applyAsync("a", CallOptions.overwrite()).join();
    assertThat(warmed(function)).isEqualTo("a6");
    assertThat(function.entries()).hasSize(1);
  }

  private static String warmed(CachedFunction<String, String> function) {
    String first = function.apply("a");
    assertThat(function.apply("a")).isEqualTo(first);
    assertThat(function.apply("a")).isEqualTo(first);
    return first;
  }

  @Test
  void apply_skipAndNegativeMaxAge_lookPastWhatIsNear() {
    CachedFunction<String, String> function = warm();

    assertThat(function.apply("a", CallOptions.skip())).isEqualTo("a2");
    assertThat(function.apply("a", CallOptions.maxAge(Duration.ofSeconds(-1)))).isEqualTo("a3");
    assertThat(function.apply("a")).isEqualTo("a3");
  }

  @Test
  void apply_cachedNull_isANearHit() {
    CachedFunction<String, String> function =
        cachier
            .function("n", String.class, String.class, x -> (String) null)
            .cacheNulls()
            .nearCache(10, TTL)
            .build();
    backend.listener().connected();

    for (int i = 0; i < 4; i++) {
      assertThat(function.apply("a")).isNull();
    }

    assertThat(lookups()).isEqualTo(2);
  }

  @Test
  void applyAll_keptNear_asksForTheOthersAlone() {
    CachedFunction<String, String> function = warm();

    assertThat(function.applyAll(List.of("a", "b"))).containsEntry("a", "a1");

    assertThat(lookups()).isEqualTo(3);
  }

  @Test
  void explain_keptNear_tellsOfTheNearHit() {
    CachedFunction<String, String> function = near(f -> f);
    backend.listener().connected();
    assertThat(function.explain("a").steps())
        .contains("the near cache of this process has nothing to serve");
    function.apply("a");
    function.apply("a");

    var told = function.explain("a");
    assertThat(told.verdict()).isEqualTo(Verdict.HIT);
    assertThat(told.steps()).anyMatch(step -> step.startsWith("near hit"));
    int before = lookups();
    List<String> heard = new ArrayList<>();
    function.apply("a", CallOptions.explain(heard::add));
    assertThat(heard).anyMatch(step -> step.startsWith("near hit"));
    assertThat(lookups()).isEqualTo(before);
  }

  @Test
  void close_function_endsTheWatchAndEmptiesTheCache() {
    CachedFunction<String, String> function = warm();

    function.close();

    assertThat(backend.watching).isFalse();
    assertThat(bounded.opened.size()).isZero();
  }

  @Test
  void build_nearCache_isBoundedAndInThePolicy() {
    CachedFunction<String, String> function = near(f -> f.nearCache(7, TTL));

    assertThat(bounded.bound.entries()).hasValue(7);
    assertThat(function.policy().nearCache())
        .hasValueSatisfying(
            near -> {
              assertThat(near.maximumEntries()).isEqualTo(7);
              assertThat(near.ttl()).isEqualTo(TTL);
            });
  }
}
