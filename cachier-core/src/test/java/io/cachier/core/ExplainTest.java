package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedBiFunction;
import io.cachier.CachedFunction;
import io.cachier.CachedSupplier;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.Explanation;
import io.cachier.Explanation.Verdict;
import io.cachier.MetricsPolicy;
import io.cachier.core.FaultyFiles.Fault;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C92 and C93: decisions told, of calls that are made and of calls that are not. */
class ExplainTest extends CallFixture {
  private final List<String> told = new ArrayList<>();

  private CachedFunction<String, String> slow() {
    return function(
            x -> {
              ticker.advance(Duration.ofSeconds(3));
              return "the value " + runs.incrementAndGet();
            })
        .staleAfter(Duration.ofMinutes(10))
        .staleWhileRevalidate(Duration.ofMinutes(50))
        .staleIfError(Duration.ofDays(1))
        .build();
  }

  @Test
  void explain_everyAge_tellsTheDecisionAndChangesNothing() {
    CachedFunction<String, String> function = slow();

    Explanation cold = function.explain("secret");
    assertThat(cold.verdict()).isEqualTo(Verdict.COMPUTE);
    assertThat(cold.steps())
        .containsExactly(
            "the key is the argument itself",
            "backend 'memory': nothing is stored",
            "a value has to be computed");
    assertThat(cold).hasToString(cold.toString()).asString().startsWith("function 'f': COMPUTE\n");

    function.apply("secret");
    MetricSnapshot before = function.metrics().snapshot();
    ticker.advance(Duration.ofMinutes(9));
    assertThat(function.explain("secret").verdict()).isEqualTo(Verdict.HIT);
    assertThat(function.explain("secret").steps())
        .contains("its shelf life is 10 min: it is fresh", "it is served")
        .anyMatch(s -> s.contains("an entry is stored, 9 min old") && s.contains("in 3 s"));
    ticker.advance(Duration.ofMinutes(2));
    assertThat(function.explain("secret").verdict()).isEqualTo(Verdict.SERVE_STALE);
    assertThat(function.explain("secret").steps())
        .contains("its shelf life is 10 min: it is too old")
        .anyMatch(s -> s.startsWith("it is served stale, up to an age of 1 h"));
    ticker.advance(Duration.ofHours(1));
    Explanation past = function.explain("secret");
    assertThat(past.verdict()).isEqualTo(Verdict.COMPUTE);
    assertThat(past.steps())
        .contains(
            "a value has to be computed: it is past the ceiling of 1 h",
            "if the function throws, the stale value is served up to an age of 1 d");
    assertThat(runs).hasValue(1);
    assertThat(function.metrics().snapshot().totalCalls()).isEqualTo(before.totalCalls());
    assertThat(function.metrics().snapshot().staleHits()).isZero();
    assertThat(past.toString()).doesNotContain("secret").doesNotContain("the value");
  }

  @Test
  void explain_withOptions_tellsOfThatCall() {
    CachedFunction<String, String> function = slow();
    function.apply("a");
    ticker.advance(Duration.ofMinutes(1));

    Explanation strict = function.explain("a", CallOptions.maxAge(Duration.ofSeconds(30)));
    assertThat(strict.verdict()).isEqualTo(Verdict.COMPUTE);
    assertThat(strict.steps())
        .contains(
            "its shelf life is 10 min, and this call takes none older than 30 s: it is too old",
            "a value has to be computed: a call that names maxAge is served nothing stale");
    assertThat(function.explain("a", CallOptions.skip()).verdict()).isEqualTo(Verdict.BYPASS);
    assertThat(function.explain("a", CallOptions.overwrite()).steps())
        .singleElement()
        .asString()
        .startsWith("the call asks to overwrite");
    cachier.setEnabled(false);
    assertThat(function.explain("a").verdict()).isEqualTo(Verdict.BYPASS);
  }

  @Test
  void explain_somebodyComputes_saysThatTheCallWouldWait() throws Exception {
    CachedFunction<String, String> function = blocking().build();
    Future<String> leader = threads.submit(() -> function.apply("a"));
    started.await();

    assertThat(function.explain("a").verdict()).isEqualTo(Verdict.WAIT);
    assertThat(function.explain("a").steps())
        .contains("somebody else is computing it: the call waits up to 1 min, then computes");
    // A call for which all that is stored is stale waits for none that began before it.
    assertThat(function.explain("a", CallOptions.maxAge(Duration.ofNanos(-1))).verdict())
        .isEqualTo(Verdict.COMPUTE);
    mayFinish.countDown();
    leader.get();
  }

  @Test
  void explain_jitterAndEarlyRefresh_areTold() {
    CachedFunction<String, String> function =
        function(
                x -> {
                  ticker.advance(Duration.ofSeconds(10));
                  return x;
                })
            .staleAfter(Duration.ofMinutes(1))
            .jitter(0.5)
            .earlyRefresh()
            .build();
    function.apply("a");

    assertThat(function.explain("a").steps())
        .anyMatch(s -> s.contains("(1 min shortened by jitter)"))
        .anyMatch(s -> s.startsWith("it is refreshed early with a likelihood of 0.0"));
  }

  @Test
  void explain_otherShapes_work() {
    CachedBiFunction<String, Integer, String> two =
        cachier.biFunction("two", String.class, Integer.class, String.class, (a, b) -> a).build();
    CachedSupplier<String> none = cachier.supplier("none", String.class, () -> "x").build();
    two.apply("a", 1);

    assertThat(two.explain("a", 1).verdict()).isEqualTo(Verdict.HIT);
    assertThat(two.explain("a", 2, CallOptions.defaults()).verdict()).isEqualTo(Verdict.COMPUTE);
    assertThat(none.explain().verdict()).isEqualTo(Verdict.COMPUTE);
    assertThat(none.explain(CallOptions.skip()).verdict()).isEqualTo(Verdict.BYPASS);
  }

  @Test
  void explain_unkeyableArgument_saysThatItRunsUncached() {
    CachedFunction<String, String> function =
        cachier
            .function("keyed", String.class, String.class, x -> x)
            .keyedBy(
                x -> {
                  throw new IllegalStateException(x);
                })
            .metrics(MetricsPolicy.on())
            .build();

    Explanation explanation = function.explain("secret");
    assertThat(explanation.verdict()).isEqualTo(Verdict.BYPASS);
    assertThat(explanation.toString()).contains("IllegalStateException").doesNotContain("secret");
    assertThat(function.metrics().snapshot().counter(CacheCounter.UNKEYABLE)).isZero();
  }

  @Test
  void explain_remote_tellsDigestDamageAndSilence(@TempDir Path directory) throws Exception {
    FaultyFiles files = new FaultyFiles();
    try (Cachier root =
        Cachier.builder()
            .addBackend(files)
            .backend("faulty")
            .setting("file.directory", directory.toString())
            .build()) {
      CachedFunction<String, String> function =
          root.function("f", String.class, String.class, x -> x)
              .metrics(MetricsPolicy.on())
              .build();
      function.apply("a");
      assertThat(function.explain("a").verdict()).isEqualTo(Verdict.HIT);
      assertThat(function.explain("a").steps().get(0)).matches("the key's digest is [0-9a-f]{64}");

      function.close();
      CachedFunction<String, Integer> other =
          root.function("f", String.class, Integer.class, String::length)
              .metrics(MetricsPolicy.on())
              .build();
      assertThat(other.explain("a").verdict()).isEqualTo(Verdict.COMPUTE);
      assertThat(other.explain("a").steps()).anyMatch(s -> s.contains("can't be read"));
      files.faults.put("lookup", Fault.FAILS);
      assertThat(other.explain("a").steps()).anyMatch(s -> s.contains("gave no answer"));
      MetricSnapshot snapshot = other.metrics().snapshot();
      assertThat(snapshot.counter(CacheCounter.UNREADABLE)).isZero();
      assertThat(snapshot.backendErrors()).isZero();
      assertThat(files.asked).doesNotContain("remove");
    }
  }

  @Test
  void apply_withExplain_isToldAndDoesTheSame() {
    CachedFunction<String, String> function = slow();
    CallOptions explained = CallOptions.explain(told::add);

    assertThat(function.apply("secret", explained)).isEqualTo("the value 1");
    assertThat(told)
        .containsExactly(
            "the key is the argument itself",
            "backend 'memory': nothing is stored",
            "a value has to be computed",
            "this call has the right to compute",
            "the function runs",
            "the function gave a value after 3 s; it is stored if rules and claim allow it");
    told.clear();
    assertThat(function.apply("secret", explained)).isEqualTo("the value 1");
    assertThat(told).hasSize(4).endsWith("it is served");
    assertThat(function.apply("secret", CallOptions.skip().withExplain(told::add)))
        .isEqualTo("the value 2");
    assertThat(told).endsWith("the call asks to skip the cache");
    assertThat(told.toString()).doesNotContain("secret");
    assertThat(function.metrics().snapshot().hits()).isEqualTo(1);
  }

  @Test
  void apply_explainedAndFailing_tellsOfTheStaleValue() {
    CachedFunction<String, String> function =
        function(
                x -> {
                  if (runs.incrementAndGet() > 1) {
                    throw new IllegalStateException("down");
                  }
                  return x;
                })
            .staleAfter(Duration.ofSeconds(1))
            .staleIfError(Duration.ofHours(1))
            .build();
    function.apply("a");
    ticker.advance(Duration.ofMinutes(1));

    assertThat(function.apply("a", CallOptions.explain(told::add))).isEqualTo("a");
    assertThat(told)
        .contains("the function failed after 0 us: java.lang.IllegalStateException")
        .endsWith("the stale value is served in place of the exception");
  }

  @Test
  void apply_explainedWhileAnotherComputes_tellsOfTheWait() throws Exception {
    CachedFunction<String, String> function = blocking().build();
    Future<String> leader = threads.submit(() -> function.apply("a"));
    started.await();
    Future<String> follower =
        threads.submit(() -> function.apply("a", CallOptions.explain(told::add)));
    awaitWaiters(1);
    mayFinish.countDown();

    assertThat(follower.get()).isEqualTo(leader.get());
    assertThat(told)
        .endsWith(
            "another caller of this process is computing it: this one waits",
            "the other's computation gave a value");
  }

  @Test
  void apply_sinkThrows_harmsNothing() {
    CachedFunction<String, String> function = slow();
    CallOptions failing =
        CallOptions.explain(
            step -> {
              told.add(step);
              throw new IllegalStateException("the sink's own");
            });

    assertThat(function.apply("a", failing)).isEqualTo("the value 1");
    assertThat(told).hasSize(1);
  }

  @Test
  void explanation_nullOrChanged_isRefused() {
    assertThatThrownBy(() -> new Explanation("f", Verdict.HIT, null))
        .isInstanceOf(NullPointerException.class);
    List<String> steps = new ArrayList<>(List.of("one"));
    Explanation explanation = new Explanation("f", Verdict.HIT, steps);
    steps.clear();
    assertThat(explanation.steps()).containsExactly("one");
    assertThat(explanation).hasToString("function 'f': HIT\n  - one");
  }

  @Test
  void text_ofDurations_isInTwoUnits() {
    assertThat(Story.text(999)).isEqualTo("0 us");
    assertThat(Story.text(12_345)).isEqualTo("12 us");
    assertThat(Story.text(12_345_678)).isEqualTo("12 ms");
    assertThat(Story.text(Duration.ofMillis(1_500).toNanos())).isEqualTo("1 s 500 ms");
    assertThat(Story.text(Duration.ofSeconds(61).toNanos())).isEqualTo("1 min 1 s");
    assertThat(Story.text(Duration.ofMinutes(90).toNanos())).isEqualTo("1 h 30 min");
    assertThat(Story.text(Duration.ofHours(49).toNanos())).isEqualTo("2 d 1 h");
  }
}
