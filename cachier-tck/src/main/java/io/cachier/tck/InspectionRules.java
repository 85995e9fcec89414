package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.BackendException;
import io.cachier.CacheEntryView;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.Explanation;
import io.cachier.FunctionBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Refreshing and looking inside, on any backend that keeps its own rules. */
abstract class InspectionRules extends EngineRules {
  private static final Duration SHELF_LIFE = Duration.ofSeconds(1);
  private static final Duration PAST_IT = SHELF_LIFE.plusMillis(200);

  InspectionRules(RemoteBackendContract contract) {
    super(contract);
  }

  private FunctionBuilder<String, String> building(
      Cachier node, Function<String, String> computed) {
    return node.function(function(), String.class, String.class, computed);
  }

  private static List<CacheEntryView> entries(CachedFunction<?, ?> function) {
    try (Stream<CacheEntryView> entries = function.entries()) {
      return entries.toList();
    }
  }

  @Test
  @Rule("C80")
  void apply_functionFails_servesStaleWithinTheCeiling() {
    AtomicInteger runs = new AtomicInteger();
    CachedFunction<String, String> function =
        building(
                node(),
                key -> {
                  if (runs.incrementAndGet() > 1) {
                    throw new IllegalStateException("down");
                  }
                  return "value";
                })
            .staleAfter(SHELF_LIFE)
            .staleIfError(Duration.ofDays(1))
            .build();
    function.apply("key");
    elapse(PAST_IT);

    assertThat(function.apply("key")).isEqualTo("value");
    assertThat(runs).hasValue(2);
  }

  @Test
  @Rule("C80")
  void apply_functionFailsPastTheCeiling_throws() {
    AtomicInteger runs = new AtomicInteger();
    CachedFunction<String, String> function =
        building(
                node(),
                key -> {
                  if (runs.incrementAndGet() > 1) {
                    throw new IllegalStateException("down");
                  }
                  return "value";
                })
            .staleAfter(Duration.ofMillis(1))
            .staleIfError(SHELF_LIFE)
            .build();
    function.apply("key");
    elapse(PAST_IT);

    assertThatThrownBy(() -> function.apply("key")).hasMessage("down");
  }

  @Test
  @Rule("C85")
  void apply_refreshHangs_computesOncePastTheCeiling() {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch refreshing = gate();
    CountDownLatch finish = gate();
    CachedFunction<String, String> function =
        building(
                node(),
                key -> {
                  int run = runs.incrementAndGet();
                  if (run == 2) {
                    refreshing.countDown();
                    pass(finish);
                  }
                  return "value " + run;
                })
            .staleAfter(SHELF_LIFE)
            .staleWhileRevalidate(SHELF_LIFE.multipliedBy(4))
            .waitTimeout(Duration.ofMillis(50))
            .build();
    function.apply("key");
    elapse(PAST_IT);
    assertThat(function.apply("key")).isEqualTo("value 1");
    pass(refreshing);
    elapse(SHELF_LIFE.multipliedBy(4));

    assertThat(function.apply("key")).isEqualTo("value 3");
    finish.countDown();
  }

  @Test
  @Rule("C87")
  void entries_ofAFleet_namesEachOnceWithItsKey() {
    CachedFunction<String, String> writer = building(node(), key -> key + "!").keepKeys().build();
    for (int i = 0; i < 100; i++) {
      writer.apply("key " + i);
    }
    CachedFunction<String, String> reader = building(node(), key -> "other").keepKeys().build();

    List<CacheEntryView> entries = entries(reader);
    assertThat(entries).hasSize(100);
    assertThat(entries).extracting(e -> e.digest().orElse("")).doesNotHaveDuplicates();
    assertThat(entries).extracting(e -> e.keyText().orElse("")).contains("key 0", "key 99");
    assertThat(entries).extracting(e -> e.keyText().orElse("")).doesNotHaveDuplicates();
    assertThat(entries).allMatch(e -> e.sizeBytes().orElse(0) > 0 && !e.claimed());
  }

  @Test
  @Rule("C88")
  void entries_keysNotKept_haveNone() {
    CachedFunction<String, String> silent = function(node(), key -> key);
    silent.apply("a");
    CachedFunction<String, String> reader = building(node(), key -> "other").keepKeys().build();

    assertThat(entries(reader)).singleElement().matches(e -> e.keyText().isEmpty());
    reader.apply("b");
    assertThat(silent.apply("b")).isEqualTo("other");
    assertThat(entries(silent)).hasSize(2).allMatch(e -> e.keyText().isEmpty());
  }

  @Test
  @Rule("C89")
  void invalidateIf_some_removesThoseForTheFleet() {
    CachedFunction<String, String> one = building(node(), key -> "one").keepKeys().build();
    CachedFunction<String, String> two = building(node(), key -> "two").keepKeys().build();
    for (int i = 0; i < 20; i++) {
      one.apply("key " + i);
    }

    assertThat(one.invalidateIf(e -> e.keyText().orElse("").endsWith("7"))).isEqualTo(2);
    assertThat(two.apply("key 7")).isEqualTo("two");
    assertThat(two.apply("key 17")).isEqualTo("two");
    assertThat(two.apply("key 8")).isEqualTo("one");
  }

  @Test
  @Rule("C90")
  void cleanup_some_removesWhatIsTooOld() {
    AtomicInteger runs = new AtomicInteger();
    CachedFunction<String, String> function =
        building(node(), key -> key + runs.incrementAndGet()).staleAfter(SHELF_LIFE).build();
    function.apply("old");
    elapse(PAST_IT);
    function.apply("new");

    assertThat(function.cleanup()).isEqualTo(1);
    assertThat(entries(function)).hasSize(1);
    assertThat(function.cleanup()).isZero();
  }

  @Test
  @Rule("C92")
  void explain_anyState_changesNothing() {
    Faults faults = new Faults();
    AtomicInteger runs = new AtomicInteger();
    CachedFunction<String, String> function =
        building(node(faults, builder -> builder), key -> key + runs.incrementAndGet())
            .staleAfter(SHELF_LIFE)
            .build();

    assertThat(function.explain("key").verdict()).isEqualTo(Explanation.Verdict.COMPUTE);
    assertThat(function.apply("key")).isEqualTo("key1");
    assertThat(function.explain("key").verdict()).isEqualTo(Explanation.Verdict.HIT);
    elapse(PAST_IT);
    assertThat(function.explain("key").verdict()).isEqualTo(Explanation.Verdict.COMPUTE);
    assertThat(runs).hasValue(1);
    assertThat(faults.count(Operation.LOOKUP)).isEqualTo(4);
    assertThat(faults.count(Operation.CLAIM)).isEqualTo(1);
    assertThat(faults.count(Operation.STORE)).isEqualTo(1);
    faults.failAll(Faults.Failure.FAIL);
    assertThat(function.explain("key").verdict()).isEqualTo(Explanation.Verdict.COMPUTE);
    faults.heal();
  }

  @Test
  @Rule("C92")
  void explain_anotherProcessComputesAColdKey_saysSo() {
    CountDownLatch computing = gate();
    CountDownLatch finish = gate();
    CachedFunction<String, String> holder =
        function(
            node(),
            key -> {
              computing.countDown();
              pass(finish);
              return "value";
            });
    CachedFunction<String, String> asked = function(node(), key -> "other");
    var call = started(() -> holder.apply("key"));
    pass(computing);

    assertThat(asked.explain("key").verdict()).isEqualTo(Explanation.Verdict.WAIT);
    finish.countDown();
    assertThat(result(call)).isEqualTo("value");
  }

  @Test
  @Rule("C33")
  void inspection_backendFails_tellsWhoAsked() {
    for (Faults.Failure failure : List.of(Faults.Failure.THROW, Faults.Failure.FAIL)) {
      Faults faults = new Faults();
      try (Cachier node = node(faults, builder -> builder)) {
        CachedFunction<String, String> function =
            building(node, key -> key).staleAfter(SHELF_LIFE).build();
        function.apply("key");
        faults.failAll(failure);

        assertThatThrownBy(() -> entries(function)).isInstanceOf(BackendException.class);
        assertThatThrownBy(() -> function.invalidateIf(e -> true))
            .isInstanceOf(BackendException.class);
        assertThatThrownBy(function::cleanup).isInstanceOf(BackendException.class);
        faults.heal();
      }
    }
  }
}
