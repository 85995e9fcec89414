package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.Cached;
import io.cachier.CachedBiFunction;
import io.cachier.CachedFunction;
import io.cachier.CachedSupplier;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.ManagedCache;
import io.cachier.TypeRef;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proxies on a remote backend, the real one that core has: each opening stands for a process. */
class ProxyFileTest {
  @TempDir private Path directory;
  private final AtomicInteger runs = new AtomicInteger();

  record City(String name, List<Integer> hours) implements Serializable {}

  interface Repo<K, V> {
    @Cached
    Map<K, List<V>> near(K key, int... kilometres);

    @Cached
    @Nullable V find(K key);
  }

  interface Cities extends Repo<String, City> {
    @Cached(name = "cities.count", version = "2", cacheNulls = true)
    @Nullable Integer count(String country, LocalDate day, long limit, CallOptions options);
  }

  private final class RealCities implements Cities {
    @Override
    public Map<String, List<City>> near(String key, int... kilometres) {
      runs.incrementAndGet();
      return Map.of(key, List.of(new City(key, List.of(kilometres.length))));
    }

    @Override
    public City find(String key) {
      runs.incrementAndGet();
      return new City(key, List.of());
    }

    @Override
    public Integer count(String country, LocalDate day, long limit, CallOptions options) {
      runs.incrementAndGet();
      return null;
    }
  }

  @Test
  void call_afterRestart_isAHitWithAnEqualValue() {
    LocalDate day = LocalDate.of(2026, 11, 23);
    for (int process = 0; process < 2; process++) {
      try (Cachier cachier = open()) {
        Cities cities = cachier.proxy(Cities.class, new RealCities());
        assertThat(cities.near("Paris", 1, 2))
            .isEqualTo(Map.of("Paris", List.of(new City("Paris", List.of(2)))));
        assertThat(cities.near("Paris", 1, 3)).isNotNull();
        assertThat(cities.find("Paris")).isEqualTo(new City("Paris", List.of()));
        assertThat(cities.find(null)).isEqualTo(new City(null, List.of()));
        assertThat(cities.count("FR", day, 3, null)).isNull();
      }
      assertThat(runs).hasValue(5);
    }
  }

  @Test
  void name_ofEveryMethod_neverChanges() {
    try (Cachier cachier = open()) {
      cachier.proxy(Cities.class, new RealCities());
      cachier.proxy(Cities.class, new RealCities(), "europe");

      assertThat(cachier.functions())
          .extracting(ManagedCache::name)
          .containsExactlyInAnyOrder(
              "io.cachier.core.ProxyFileTest$Cities.near(java.lang.Object,int[])",
              "io.cachier.core.ProxyFileTest$Cities.find(java.lang.Object)",
              "cities.count",
              "europe.near(java.lang.Object,int[])",
              "europe.find(java.lang.Object)",
              "europe.cities.count");
    }
  }

  interface Kin {
    @Cached(name = "kin.none")
    String none();

    @Cached(name = "kin.one")
    String one(int first);

    @Cached(name = "kin.two")
    List<String> two(String first, CallOptions options, String second);
  }

  @Test
  void call_entryOfAFunctionOfTheSameNameAndArguments_isFound() {
    try (Cachier cachier = open()) {
      CachedSupplier<String> none = cachier.supplier("kin.none", String.class, () -> "n").build();
      CachedFunction<Integer, String> one =
          cachier.function("kin.one", Integer.class, String.class, x -> "o" + x).build();
      CachedBiFunction<String, String, List<String>> two =
          cachier
              .biFunction(
                  "kin.two",
                  TypeRef.of(String.class),
                  TypeRef.of(String.class),
                  new TypeRef<List<String>>() {},
                  List::of)
              .build();
      none.get();
      one.apply(1);
      two.apply("a", "b");
    }

    try (Cachier cachier = open()) {
      Kin kin = cachier.proxy(Kin.class, new Unreachable());
      assertThat(kin.none()).isEqualTo("n");
      assertThat(kin.one(1)).isEqualTo("o1");
      assertThat(kin.two("a", CallOptions.defaults(), "b")).containsExactly("a", "b");
    }
  }

  private static final class Unreachable implements Kin {
    @Override
    public String none() {
      throw new AssertionError("computed");
    }

    @Override
    public String one(int first) {
      throw new AssertionError("computed");
    }

    @Override
    public List<String> two(String first, CallOptions options, String second) {
      throw new AssertionError("computed");
    }
  }

  private Cachier open() {
    return Cachier.builder()
        .backend("file")
        .setting("file.directory", directory.toString())
        .build();
  }
}
