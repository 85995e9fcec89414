package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.TypeRef;
import io.cachier.spi.LocalBackendProvider;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What calls promise on a local backend. */
abstract class LocalCallRules {
  private static final int CALLERS = 16;

  private final LocalBackendContract contract;

  LocalCallRules(LocalBackendContract contract) {
    this.contract = contract;
  }

  private Cachier cachier() {
    LocalBackendProvider provider = contract.provider();
    CachierBuilder builder = Cachier.builder().addBackend(provider).backend(provider.name());
    contract.settings().forEach(builder::setting);
    return builder.build();
  }

  private static CachedFunction<String, Object> function(
      Cachier cachier, Function<String, Object> computed) {
    return cachier
        .function("tck.local", TypeRef.of(String.class), TypeRef.of(Object.class), computed)
        .build();
  }

  @Test
  @Rule("C36")
  void apply_hit_givesTheVeryObject() {
    try (Cachier cachier = cachier()) {
      CachedFunction<String, Object> function = function(cachier, key -> new Object());
      assertThat(function.apply("key")).isSameAs(function.apply("key"));
    }
  }

  @Test
  @Rule("C10")
  void apply_coldKeyManyCallers_computesOnce() {
    try (Cachier cachier = cachier()) {
      AtomicInteger runs = new AtomicInteger();
      CachedFunction<String, Object> function =
          function(cachier, key -> runs.incrementAndGet() + key);
      List<Object> values = AtOnce.call(CALLERS, () -> function.apply("cold"));
      assertThat(runs).hasValue(1);
      assertThat(values).containsOnly("1cold");
    }
  }

  @Test
  @Rule("C24")
  void invalidate_whileComputing_theResultIsNotStored() {
    assertFenced(function -> function.invalidate("key"), "recomputed");
  }

  @Test
  @Rule("C24")
  void clear_whileComputing_theResultIsNotStored() {
    assertFenced(CachedFunction::clear, "recomputed");
  }

  @Test
  @Rule("C24")
  void precache_whileComputing_theResultIsNotStored() {
    assertFenced(function -> function.precache("key", "given"), "given");
  }

  private void assertFenced(Consumer<CachedFunction<String, Object>> change, Object afterwards) {
    CountDownLatch computing = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    try (Cachier cachier = cachier()) {
      CachedFunction<String, Object> function =
          function(
              cachier,
              key -> {
                if (runs.getAndIncrement() > 0) {
                  return "recomputed";
                }
                computing.countDown();
                EngineRules.pass(finish);
                return "outdated";
              });
      CompletableFuture<Object> first = EngineRules.started(() -> function.apply("key"));
      EngineRules.pass(computing);
      change.accept(function);
      finish.countDown();
      assertThat(EngineRules.result(first)).isEqualTo("outdated");
      assertThat(function.apply("key")).isEqualTo(afterwards);
    } finally {
      finish.countDown();
    }
  }
}
