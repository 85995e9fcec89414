package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CacheIgnore;
import io.cachier.CacheKey;
import io.cachier.Cached;
import io.cachier.CallOptions;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which parameters make the key of a proxy's method. */
class ProxyKeyTest extends ProxyFixture {
  /** Has identity alone, so it could not be in a key. */
  static final class Request {}

  interface Weather {
    @Cached
    String picked(Request request, @CacheKey String city, UUID id, @CacheKey LocalDate day);

    @Cached
    String ignoring(String city, @CacheIgnore Request request, LocalDate day, int hour);

    @Cached
    String constant(@CacheIgnore Request request);
  }

  private final Weather weather =
      cachier.proxy(
          Weather.class,
          new Weather() {
            @Override
            public String picked(Request request, String city, UUID id, LocalDate day) {
              return run(city + day);
            }

            @Override
            public String ignoring(String city, Request request, LocalDate day, int hour) {
              return run(city + day + hour);
            }

            @Override
            public String constant(Request request) {
              return run("");
            }
          });

  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

  @Test
  void call_pickedParameters_makeTheKey() {
    assertThat(weather.picked(new Request(), "a", UUID.randomUUID(), DAY))
        .isEqualTo(weather.picked(null, "a", UUID.randomUUID(), DAY))
        .isNotEqualTo(weather.picked(null, "b", null, DAY))
        .isNotEqualTo(weather.picked(null, "a", null, DAY.plusDays(1)));
    assertThat(runs).hasValue(3);
  }

  @Test
  void call_ignoredParameter_isNoPartOfTheKey() {
    assertThat(weather.ignoring("a", new Request(), DAY, 1))
        .isEqualTo(weather.ignoring("a", new Request(), DAY, 1))
        .isNotEqualTo(weather.ignoring("b", null, DAY, 1))
        .isNotEqualTo(weather.ignoring("a", null, null, 1))
        .isNotEqualTo(weather.ignoring("a", null, DAY, 2));
    assertThat(runs).hasValue(4);
  }

  @Test
  void call_allParametersIgnored_haveOneEntry() {
    assertThat(weather.constant(new Request())).isEqualTo(weather.constant(new Request()));
  }

  interface Documented {
    @Cached(name = "weather.alerts", entrySizeLimit = "1MB", samplingRate = 0.1, metrics = true)
    String alerts(@CacheKey String city, UUID requestId, CallOptions options);
  }

  @Test
  void call_pickedBesideOptions_isKeyedByThePicked() {
    Documented documented =
        cachier.proxy(Documented.class, (city, requestId, options) -> run(city));

    assertThat(documented.alerts("a", UUID.randomUUID(), null))
        .isEqualTo(documented.alerts("a", null, CallOptions.defaults()));
    assertThat(documented.alerts("a", null, CallOptions.skip())).isEqualTo("a#2");
  }
}
