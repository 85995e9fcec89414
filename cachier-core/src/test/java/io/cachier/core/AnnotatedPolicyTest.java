package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachePolicy;
import io.cachier.Cached;
import io.cachier.CachedMethod;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.WaitPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What each attribute of the annotation is to the policy, with defaults and without. */
class AnnotatedPolicyTest {
  interface Methods {
    @Cached
    String nothing();

    @Cached(
        staleAfter = "10m",
        staleWhileRevalidate = "PT1H",
        staleIfError = "1.5 d",
        jitter = 0.25,
        earlyRefresh = 1,
        waitTimeout = "0s",
        waitPolicy = WaitPolicy.FAIL,
        cacheNulls = true,
        entrySizeLimit = "10MB",
        cleanup = "1d",
        keepKeys = true,
        backend = "memory",
        metrics = true,
        samplingRate = 0.5,
        name = "all",
        version = "7")
    String all();

    @Cached(
        staleAfter = "never",
        waitPolicy = WaitPolicy.COMPUTE,
        cacheNulls = false,
        metrics = false)
    String opposite();

    @Cached(samplingRate = 0.125)
    String rateAlone();

    @Cached(metrics = true)
    String metered();
  }

  private static final class None implements Methods {
    @Override
    public String nothing() {
      return "";
    }

    @Override
    public String all() {
      return "";
    }

    @Override
    public String opposite() {
      return "";
    }

    @Override
    public String rateAlone() {
      return "";
    }

    @Override
    public String metered() {
      return "";
    }
  }

  private static final MetricsPolicy EVERY_SECOND =
      MetricsPolicy.sampled(0.75).withWindows(Duration.ofSeconds(1));

  private static CachierBuilder builder() {
    return Cachier.builder()
        .backend("memory")
        .staleAfter(Duration.ofDays(1))
        .staleWhileRevalidate(Duration.ofDays(2))
        .waitPolicy(WaitPolicy.STALE)
        .waitTimeout(Duration.ofSeconds(3))
        .cacheNulls()
        .entrySizeLimit(4)
        .metrics(EVERY_SECOND);
  }

  private static CachePolicy policy(String method) {
    try (Cachier cachier = builder().build()) {
      Methods proxy = cachier.proxy(Methods.class, new None());
      return cachier.cachedMethod(proxy, method).policy();
    }
  }

  @Test
  void policy_nothingSaid_isThatOfTheDefaults() {
    try (Cachier cachier = builder().build()) {
      CachePolicy defaults = cachier.supplier("s", String.class, () -> "").build().policy();

      assertThat(policy("nothing")).isEqualTo(defaults);
    }
  }

  @Test
  void policy_everyAttribute_isAsItSays() {
    CachePolicy policy = policy("all");

    assertThat(policy.staleAfter()).contains(Duration.ofMinutes(10));
    assertThat(policy.staleWhileRevalidate()).contains(Duration.ofHours(1));
    assertThat(policy.staleIfError()).contains(Duration.ofHours(36));
    assertThat(policy.jitter()).isEqualTo(0.25);
    assertThat(policy.earlyRefresh()).isEqualTo(1);
    assertThat(policy.waitTimeout()).isZero();
    assertThat(policy.waitPolicy()).isEqualTo(WaitPolicy.FAIL);
    assertThat(policy.cacheNulls()).isTrue();
    assertThat(policy.entrySizeLimit()).hasValue(10_000_000);
    assertThat(policy.cleanup()).contains(Duration.ofDays(1));
    assertThat(policy.keepKeys()).isTrue();
    assertThat(policy.version()).isEqualTo("7");
    assertThat(policy.metrics())
        .isEqualTo(MetricsPolicy.sampled(0.5).withWindows(Duration.ofSeconds(1)));
  }

  @Test
  void policy_attributesThatSwitchOff_beatTheDefaults() {
    CachePolicy policy = policy("opposite");

    assertThat(policy.staleAfter()).isEmpty();
    assertThat(policy.staleWhileRevalidate()).isEmpty();
    assertThat(policy.waitPolicy()).isEqualTo(WaitPolicy.COMPUTE);
    assertThat(policy.cacheNulls()).isFalse();
    assertThat(policy.metrics().enabled()).isFalse();
  }

  @Test
  void metrics_rateOrSwitchAlone_leavesTheRestToTheDefaults() {
    assertThat(policy("rateAlone").metrics())
        .isEqualTo(MetricsPolicy.sampled(0.125).withWindows(Duration.ofSeconds(1)));
    assertThat(policy("metered").metrics()).isEqualTo(EVERY_SECOND);
  }

  interface Alone {
    @Cached(metrics = true, backend = "memory")
    String metered();
  }

  @Test
  void backend_attribute_isWhereEntriesLive() {
    try (Cachier cachier = Cachier.builder().backend("file").build()) {
      CachedMethod method = cachier.cachedMethods(cachier.proxy(Alone.class, () -> "")).get(0);

      assertThat(method.backend()).isEqualTo("memory");
      assertThat(method.policy().metrics()).isEqualTo(MetricsPolicy.on());
    }
  }
}
