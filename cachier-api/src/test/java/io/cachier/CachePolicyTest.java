package io.cachier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CachePolicyTest {
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Optional<Duration> NONE = Optional.empty();
  private static final Duration NANO = Duration.ofNanos(1);

  @Test
  void create_nothingLimited_isAllowed() {
    CachePolicy policy = policy(NONE, NONE, Duration.ZERO, OptionalLong.empty());

    assertThat(policy.staleAfter()).isEmpty();
    assertThat(policy.staleWhileRevalidate()).isEmpty();
    assertThat(policy.waitTimeout()).isZero();
    assertThat(policy.waitPolicy()).isEqualTo(WaitPolicy.COMPUTE);
    assertThat(policy.cacheNulls()).isFalse();
    assertThat(policy.entrySizeLimit()).isEmpty();
    assertThat(policy.version()).isEqualTo("v1");
    assertThat(policy.metrics()).isEqualTo(MetricsPolicy.off());
  }

  @Test
  void create_everySettingAtItsBounds_isAllowed() {
    CachePolicy most =
        policy(
            Optional.of(LONGEST), Optional.of(LONGEST), LONGEST, OptionalLong.of(Long.MAX_VALUE));
    CachePolicy least =
        policy(Optional.of(NANO), Optional.of(NANO), Duration.ZERO, OptionalLong.of(1));

    assertThat(most.staleAfter()).contains(LONGEST);
    assertThat(most.staleWhileRevalidate()).contains(LONGEST);
    assertThat(most.waitTimeout()).isEqualTo(LONGEST);
    assertThat(least.staleAfter()).contains(NANO);
    assertThat(least.staleWhileRevalidate()).contains(NANO);
    assertThat(least.entrySizeLimit()).hasValue(1);
  }

  @Test
  void longestDuration_twice_stillFitsALongOfNanoseconds() {
    assertThat(LONGEST.multipliedBy(2).toNanos()).isPositive();
  }

  @Test
  void staleAfter_zeroNegativeOrTooLong_isRefused() {
    assertRefused(
        Optional.of(Duration.ZERO),
        NONE,
        Duration.ZERO,
        "staleAfter was 'PT0S' but it must be positive and at most 36500 days");
    assertRefused(
        Optional.of(NANO.negated()),
        NONE,
        Duration.ZERO,
        "staleAfter was 'PT-0.000000001S' but it must be positive and at most 36500 days");
    assertRefused(
        Optional.of(LONGEST.plus(NANO)),
        NONE,
        Duration.ZERO,
        "staleAfter was 'PT876000H0.000000001S' but it must be positive and at most 36500 days");
  }

  @Test
  void staleWhileRevalidate_zeroOrTooLong_isRefused() {
    Optional<Duration> staleAfter = Optional.of(Duration.ofMinutes(1));

    assertRefused(
        staleAfter,
        Optional.of(Duration.ZERO),
        Duration.ZERO,
        "staleWhileRevalidate was 'PT0S' but it must be positive and at most 36500 days");
    assertRefused(
        staleAfter,
        Optional.of(LONGEST.plusSeconds(1)),
        Duration.ZERO,
        "staleWhileRevalidate was 'PT876000H1S' but it must be positive and at most 36500 days");
  }

  @Test
  void staleWhileRevalidate_withoutStaleAfter_isRefusedWithTheRemedy() {
    assertRefused(
        NONE,
        Optional.of(Duration.ofHours(1)),
        Duration.ZERO,
        "staleWhileRevalidate was 'PT1H' but without staleAfter no value ever goes stale;"
            + " set staleAfter too");
  }

  @Test
  void create_refreshingOutOfRange_isRefusedAllAtOnce() {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> refreshing(Optional.of(NANO), Duration.ZERO, 1, 1_000.5));

    assertThat(refused.problems())
        .containsExactly(
            "staleIfError was 'PT0S' but it must be positive and at most 36500 days",
            "jitter was '1.0' but it must be from 0 to below 1; 0 for none",
            "earlyRefresh was '1000.5' but it must be from 0 to 1000; 0 for none");
    assertThatThrownBy(() -> refreshing(Optional.of(NANO), NANO, -0.1, 0))
        .hasMessageContaining("jitter was '-0.1'");
    assertThatThrownBy(() -> refreshing(Optional.of(NANO), NANO, Double.NaN, Double.NaN))
        .hasMessageContaining("jitter was 'NaN'")
        .hasMessageContaining("earlyRefresh was 'NaN'");
  }

  @Test
  void cleanup_zeroOrNegative_isRefused() {
    assertThatThrownBy(
            () ->
                new CachePolicy(
                    NONE,
                    NONE,
                    NANO,
                    WaitPolicy.COMPUTE,
                    false,
                    OptionalLong.empty(),
                    "",
                    MetricsPolicy.off(),
                    NONE,
                    0,
                    0,
                    Optional.of(Duration.ZERO),
                    false,
                    Optional.empty(),
                    Optional.empty()))
        .hasMessage(
            "cache policy: cleanup was 'PT0S' but it must be positive and at most 36500 days");
  }

  @Test
  void create_refreshingWithoutStaleAfter_isRefusedWithTheRemedy() {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class, () -> refreshing(NONE, Duration.ofHours(1), 0.1, 1));

    String remedy = "' but without staleAfter no value ever goes stale; set staleAfter too";
    assertThat(refused.problems())
        .containsExactly(
            "staleIfError was 'PT1H" + remedy,
            "jitter was '0.1" + remedy,
            "earlyRefresh was '1.0" + remedy);
  }

  @Test
  void longestUse_ofCeilings_isTheLonger() {
    Optional<Duration> minute = Optional.of(Duration.ofMinutes(1));

    assertThat(policy(NONE, NONE, NANO, OptionalLong.empty()).longestUse()).isEmpty();
    assertThat(policy(minute, NONE, NANO, OptionalLong.empty()).longestUse()).isEqualTo(minute);
    assertThat(policy(minute, minute, NANO, OptionalLong.empty()).longestUse())
        .contains(Duration.ofMinutes(2));
    assertThat(refreshing(minute, Duration.ofMinutes(4), 0, 0).longestUse())
        .contains(Duration.ofMinutes(5));
  }

  private static CachePolicy refreshing(
      Optional<Duration> staleAfter, Duration staleIfError, double jitter, double earlyRefresh) {
    return new CachePolicy(
        staleAfter,
        NONE,
        Duration.ZERO,
        WaitPolicy.COMPUTE,
        false,
        OptionalLong.empty(),
        "",
        MetricsPolicy.off(),
        Optional.of(staleIfError),
        jitter,
        earlyRefresh,
        Optional.of(NANO),
        true,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void waitTimeout_negativeOrTooLong_isRefused() {
    assertRefused(
        NONE,
        NONE,
        NANO.negated(),
        "waitTimeout was 'PT-0.000000001S' but it must be zero or more and at most 36500 days");
    assertRefused(
        NONE,
        NONE,
        LONGEST.plus(NANO),
        "waitTimeout was 'PT876000H0.000000001S' but it must be zero or more and at most 36500 days");
  }

  @Test
  void entrySizeLimit_belowOneByte_isRefusedWithTheRemedy() {
    assertThatThrownBy(() -> policy(NONE, NONE, Duration.ZERO, OptionalLong.of(0)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "cache policy: entrySizeLimit was '0' but it must be at least 1 byte;"
                + " leave it out for no limit");
    assertThatThrownBy(() -> policy(NONE, NONE, Duration.ZERO, OptionalLong.of(-7)))
        .hasMessageContaining("entrySizeLimit was '-7'");
  }

  @Test
  void create_everythingWrong_reportsAllAtOnce() {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                policy(
                    Optional.of(Duration.ofSeconds(-1)),
                    Optional.of(Duration.ofSeconds(-2)),
                    Duration.ofSeconds(-3),
                    OptionalLong.of(-4)));

    assertThat(refused.problems())
        .containsExactly(
            "staleAfter was 'PT-1S' but it must be positive and at most 36500 days",
            "staleWhileRevalidate was 'PT-2S' but it must be positive and at most 36500 days",
            "waitTimeout was 'PT-3S' but it must be zero or more and at most 36500 days",
            "entrySizeLimit was '-4' but it must be at least 1 byte; leave it out for no limit");
    assertThat(refused).hasMessageStartingWith("cache policy: 4 problems:\n  - staleAfter");
  }

  @Test
  void create_ceilingBadAndWithoutShelfLife_reportsBothFaults() {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> policy(NONE, Optional.of(Duration.ZERO), Duration.ZERO, OptionalLong.empty()));

    assertThat(refused.problems())
        .containsExactly(
            "staleWhileRevalidate was 'PT0S' but it must be positive and at most 36500 days",
            "staleWhileRevalidate was 'PT0S' but without staleAfter no value ever goes stale;"
                + " set staleAfter too");
  }

  private static void assertRefused(
      Optional<Duration> staleAfter,
      Optional<Duration> ceiling,
      Duration waitTimeout,
      String problem) {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> policy(staleAfter, ceiling, waitTimeout, OptionalLong.empty()));

    assertThat(refused.problems()).containsExactly(problem);
    assertThat(refused).hasMessage("cache policy: " + problem);
  }

  private static CachePolicy policy(
      Optional<Duration> staleAfter,
      Optional<Duration> ceiling,
      Duration waitTimeout,
      OptionalLong entrySizeLimit) {
    return new CachePolicy(
        staleAfter,
        ceiling,
        waitTimeout,
        WaitPolicy.COMPUTE,
        false,
        entrySizeLimit,
        "v1",
        MetricsPolicy.off());
  }
}
