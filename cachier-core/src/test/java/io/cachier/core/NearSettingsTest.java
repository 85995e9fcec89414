package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cachier.Cached;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.ConfigurationException;
import io.cachier.FunctionBuilder;
import io.cachier.NearCache;
import io.cachier.TypeRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking for a near cache, by code, annotation and settings; and in ways that make no sense. */
class NearSettingsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path directory;

  private CachierBuilder builder() {
    return Cachier.builder().backend("file").setting("file.directory", directory.toString());
  }

  private List<String> problems(
      CachierBuilder builder, UnaryOperator<FunctionBuilder<String, String>> near) {
    try (Cachier cachier = builder.build()) {
      FunctionBuilder<String, String> function =
          near.apply(cachier.function("f", String.class, String.class, key -> key));
      return catchThrowableOfType(ConfigurationException.class, function::build).problems();
    }
  }

  @Test
  void build_withoutTheModule_namesIt() {
    assertThat(problems(builder(), f -> f.nearCache(10, MINUTE)))
        .containsExactly(
            "nearCache was '10 entries for PT1M' but nothing on the class path keeps it; add"
                + " io.cachier:cachier-backend-caffeine");
  }

  @Test
  void build_onABackendInThisProcess_namesIt() {
    assertThat(
            problems(
                builder().addBackend(new TestBounded()),
                f -> f.backend("memory").nearCache(10, MINUTE)))
        .containsExactly(
            "nearCache was '10 entries for PT1M' but backend 'memory' is in this process itself;"
                + " leave nearCache(...) out, or name a shared backend");
  }

  @Test
  void build_impossible_isRefusedWithAllThatIsWrong() {
    assertThat(problems(builder(), f -> f.nearCache(0, Duration.ZERO).cleanup(MINUTE.negated())))
        .contains(
            "nearCache was of '0' entries but it must keep at least 1",
            "nearCache was of 'PT0S' but its time must be positive and at most 36500 days");
  }

  @SuppressWarnings("ArrayRecordComponent") // what is to be refused
  private record Pixels(byte[] bytes) {}

  @Test
  void build_keyThatEqualsCantTell_isRefused() {
    try (Cachier cachier = builder().addBackend(new TestBounded()).build()) {
      ConfigurationException refused =
          catchThrowableOfType(
              ConfigurationException.class,
              () ->
                  cachier
                      .function(
                          "f", TypeRef.of(Pixels.class), TypeRef.of(String.class), Object::toString)
                      .nearCache(10, MINUTE)
                      .build());
      assertThat(refused.problems())
          .singleElement()
          .asString()
          .contains("holds an array, which its equals compares by identity");
    }
  }

  @Test
  void build_defaults_areOfSharedBackendsAndCanBeLeftOut() {
    try (Cachier cachier =
        builder()
            .addBackend(new TestBounded())
            .setting("near-cache.entries", "50")
            .setting("near-cache.ttl", "5s")
            .build()) {
      assertThat(near(cachier, "shared", f -> f))
          .contains(new NearCache(50, Duration.ofSeconds(5)));
      assertThat(near(cachier, "own", f -> f.nearCache(7, MINUTE)))
          .contains(new NearCache(7, MINUTE));
      assertThat(near(cachier, "none", FunctionBuilder::noNearCache)).isEmpty();
      assertThat(near(cachier, "local", f -> f.backend("memory"))).isEmpty();
    }
  }

  private static Optional<NearCache> near(
      Cachier cachier, String name, UnaryOperator<FunctionBuilder<String, String>> settings) {
    CachedFunction<String, String> function =
        settings.apply(cachier.function(name, String.class, String.class, key -> key)).build();
    function.apply("a");
    return function.policy().nearCache();
  }

  @Test
  void build_halfOfTheSettings_isRefused() {
    CachierBuilder half = builder().setting("near-cache.entries", "50");
    assertThat(catchThrowableOfType(ConfigurationException.class, half::build).problems())
        .containsExactly("the near cache's entries were '50' but its time was not set; set both");
    CachierBuilder otherHalf = builder().setting("near-cache.ttl", "5s");
    assertThat(catchThrowableOfType(ConfigurationException.class, otherHalf::build).problems())
        .containsExactly("the near cache's time was 'PT5S' but its entries were not set; set both");
  }

  interface Methods {
    @Cached(nearCacheEntries = 5, nearCacheTtl = "10s")
    String near();

    @Cached(nearCacheEntries = 0)
    String far();

    @Cached
    String left();
  }

  @Test
  void proxy_attributes_areThePolicys() {
    try (Cachier cachier = builder().addBackend(new TestBounded()).nearCache(9, MINUTE).build()) {
      Methods target =
          new Methods() {
            @Override
            public String near() {
              return "near";
            }

            @Override
            public String far() {
              return "far";
            }

            @Override
            public String left() {
              return "left";
            }
          };
      Methods proxy = cachier.proxy(Methods.class, target);

      assertThat(proxy.near()).isEqualTo("near");
      assertThat(cachier.cachedMethods(proxy))
          .extracting(method -> method.policy().nearCache())
          .containsExactlyInAnyOrder(
              Optional.of(new NearCache(5, Duration.ofSeconds(10))),
              Optional.empty(),
              Optional.of(new NearCache(9, MINUTE)));
    }
  }
}
