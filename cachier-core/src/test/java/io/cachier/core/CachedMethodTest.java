package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CacheIgnore;
import io.cachier.Cached;
import io.cachier.CachedMethod;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.Explanation.Verdict;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The management of a proxy's methods. */
class CachedMethodTest extends ProxyFixture {
  interface Weather {
    @Cached(metrics = true)
    String forecast(String city, int hour, @CacheIgnore UUID request, CallOptions options);

    @Cached
    int sum(int... numbers);

    String live(String city);
  }

  private final Weather weather =
      cachier.proxy(
          Weather.class,
          new Weather() {
            @Override
            public String forecast(String city, int hour, UUID request, CallOptions options) {
              return run(city + hour);
            }

            @Override
            public int sum(int... numbers) {
              return runs.incrementAndGet();
            }

            @Override
            public String live(String city) {
              return run(city);
            }
          });

  private final CachedMethod forecast =
      cachier.cachedMethod(
          weather, "forecast", String.class, int.class, UUID.class, CallOptions.class);

  private String forecast(String city, int hour) {
    return weather.forecast(city, hour, UUID.randomUUID(), null);
  }

  @Test
  void cachedMethods_aProxy_areItsAnnotatedOnes() throws NoSuchMethodException {
    List<CachedMethod> methods = cachier.cachedMethods(weather);

    assertThat(methods).hasSize(2).first().isSameAs(forecast);
    assertThat(methods.get(1).method()).isEqualTo(Weather.class.getMethod("sum", int[].class));
    assertThat(cachier.functions()).hasSize(2).containsAll(methods);
    assertThat(methods.get(1))
        .hasToString("CoreMethod[" + Weather.class.getName() + ".sum(int[]) on memory]");
  }

  @Test
  void cachedMethods_noProxyOfThisCachier_isRefused() {
    Object foreign =
        Proxy.newProxyInstance(
            Weather.class.getClassLoader(), new Class<?>[] {Weather.class}, (p, m, a) -> null);
    assertThatThrownBy(() -> cachier.cachedMethods("weather"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a java.lang.String was given but it must be what proxy(...)");
    assertThatThrownBy(() -> cachier.cachedMethods(foreign))
        .isInstanceOf(IllegalArgumentException.class);
    try (Cachier other = Cachier.builder().backend("memory").build()) {
      assertThatThrownBy(() -> other.cachedMethods(weather))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void cachedMethod_unknown_isRefusedWithThoseThatAreThere() {
    assertThatThrownBy(() -> cachier.cachedMethod(weather, "live", String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no cached method 'live' with parameters [class java.lang.String]")
        .hasMessageContaining("forecast(java.lang.String,int,java.util.UUID");
  }

  @Test
  void invalidate_oneEntry_leavesTheOthers() {
    forecast("a", 1);
    forecast("a", 2);
    forecast.invalidate("a", 1, null, null);

    assertThat(forecast("a", 1)).isEqualTo("a1#3");
    assertThat(forecast("a", 2)).isEqualTo("a2#2");
  }

  @Test
  void invalidate_varargs_takesTheArray() {
    CachedMethod sum = cachier.cachedMethod(weather, "sum", int[].class);
    assertThat(weather.sum(1, 2)).isEqualTo(1);
    sum.invalidate(new int[] {1, 2});

    assertThat(weather.sum(1, 2)).isEqualTo(2);
  }

  @Test
  void invalidate_argumentsThatTheMethodCanNotHave_areRefused() {
    refused(() -> forecast.invalidate("a", 1), "has 4 parameters but 2 arguments were given");
    refused(
        () -> forecast.invalidate("a", "1", null, null),
        "argument 2 of forecast(String, int, UUID, CallOptions) must be a int but was a"
            + " java.lang.String");
    refused(() -> forecast.invalidate("a", null, null, null), "must be a int but was null");
  }

  @Test
  void precache_result_isServed() {
    assertThat(forecast.precache("sunny", "a", 1, null, null)).isTrue();

    assertThat(forecast("a", 1)).isEqualTo("sunny");
    assertThat(forecast.precache(null, "a", 2, null, null)).as("nulls are not stored").isFalse();
  }

  @Test
  void precache_resultThatTheMethodCanNotHave_isRefused() {
    CachedMethod sum = cachier.cachedMethod(weather, "sum", int[].class);
    refused(
        () -> forecast.precache(1, "a", 1, null, null),
        "the result of forecast(String, int, UUID, CallOptions) must be a java.lang.String but was"
            + " a java.lang.Integer");
    refused(() -> sum.precache(null, new int[0]), "must be a java.lang.Integer but was null");
  }

  @Test
  void explain_call_tellsWhatItWouldDo() {
    assertThat(forecast.explain("a", 1, null, null).verdict()).isEqualTo(Verdict.COMPUTE);
    forecast("a", 1);

    assertThat(forecast.explain("a", 1, null, null).verdict()).isEqualTo(Verdict.HIT);
    assertThat(forecast.explain("a", 1, null, CallOptions.skip()).verdict())
        .isEqualTo(Verdict.BYPASS);
    assertThat(runs).hasValue(1);
    refused(() -> forecast.explain("a", 1, null, "skip"), "must be a io.cachier.CallOptions");
  }

  interface Kept {
    @Cached(keepKeys = true)
    String at(String city, int hour, int[] minutes);
  }

  @Test
  void entries_keptKeys_areReadable() {
    Kept kept = cachier.proxy(Kept.class, (city, hour, minutes) -> run(city));
    kept.at("a", 1, new int[] {2, 3});

    assertThat(cachier.cachedMethods(kept).get(0).entries())
        .singleElement()
        .extracting(entry -> entry.keyText().orElseThrow())
        .isEqualTo("a, 1, [2, 3]");
  }

  @Test
  void metrics_calls_areCounted() {
    forecast("a", 1);
    forecast("a", 1);

    assertThat(forecast.metrics().hitRatio(Duration.ofHours(1))).isEqualTo(0.5);
    assertThat(cachier.cachedMethod(weather, "sum", int[].class).metrics().isEnabled()).isFalse();
  }

  @Test
  void close_oneMethod_goesToTheTargetAndGivesTheNameBack() {
    forecast("a", 1);
    forecast.close();

    assertThat(forecast("a", 1)).isEqualTo("a1#2");
    assertThat(cachier.functions()).hasSize(1);
    cachier.cachedMethods(weather).forEach(CachedMethod::close);
    Weather again = cachier.proxy(Weather.class, weather);
    assertThat(again.forecast("a", 1, null, null)).isEqualTo(again.forecast("a", 1, null, null));
  }

  private static void refused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }
}
