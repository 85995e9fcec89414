package io.cachier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsPolicyTest {
  private static final List<Duration> USUAL =
      List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));

  @Test
  void off_always_recordsNothing() {
    assertThat(MetricsPolicy.off()).isEqualTo(new MetricsPolicy(false, 1.0, USUAL));
  }

  @Test
  void on_always_recordsEveryCall() {
    assertThat(MetricsPolicy.on()).isEqualTo(new MetricsPolicy(true, 1.0, USUAL));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, 0.1, 1.0})
  void sampled_rateInRange_isKept(double rate) {
    assertThat(MetricsPolicy.sampled(rate)).isEqualTo(new MetricsPolicy(true, rate, USUAL));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, -0.0, -0.1, 1.0000001, 2.0, Double.NaN, Double.POSITIVE_INFINITY})
  void sampled_rateOutOfRange_isRefusedWithItsValueAndTheRemedy(double rate) {
    assertThatThrownBy(() -> MetricsPolicy.sampled(rate))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "metrics policy: samplingRate was '"
                + rate
                + "' but it must be above 0 and at most 1; use MetricsPolicy.off() to record nothing");
  }

  @Test
  void withWindows_unsortedAndTwice_areSortedAndOnce() {
    MetricsPolicy policy =
        MetricsPolicy.sampled(0.5)
            .withWindows(Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofMinutes(60));

    assertThat(policy.windows()).containsExactly(Duration.ofSeconds(1), Duration.ofHours(1));
    assertThat(policy.samplingRate()).isEqualTo(0.5);
    assertThat(policy.enabled()).isTrue();
    assertThat(MetricsPolicy.off().withWindows(Duration.ofHours(1)).enabled()).isFalse();
  }

  @Test
  void windows_listChangedAfterwards_stayAsTheyWere() {
    List<Duration> windows = new ArrayList<>(USUAL);
    MetricsPolicy policy = new MetricsPolicy(true, 1.0, windows);

    windows.clear();

    assertThat(policy.windows()).isEqualTo(USUAL);
    assertThatThrownBy(() -> policy.windows().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void windows_atTheBounds_areAllowed() {
    Duration shortest = Duration.ofSeconds(1);
    Duration longest = Duration.ofDays(366);

    assertThat(MetricsPolicy.on().withWindows(longest, shortest).windows())
        .containsExactly(shortest, longest);
    assertThat(new MetricsPolicy(true, 1.0, seconds(8)).windows()).hasSize(8);
    assertThat(new MetricsPolicy(true, 1.0, seconds(1)).windows()).hasSize(1);
  }

  @Test
  void windows_justBeyondTheBounds_areEachRefused() {
    Duration tooShort = Duration.ofSeconds(1).minusNanos(1);
    Duration tooLong = Duration.ofDays(366).plusNanos(1);

    assertThat(problems(1.0, List.of(tooShort, Duration.ofHours(1), tooLong)))
        .containsExactly(
            "window was 'PT0.999999999S' but it must last from 1 second to 366 days",
            "window was 'PT8784H0.000000001S' but it must last from 1 second to 366 days");
  }

  @Test
  void windows_noneOrTooMany_areRefused() {
    assertThat(problems(1.0, List.of()))
        .containsExactly("windows was '[]' but 1 to 8 lengths are needed");
    assertThat(problems(1.0, Collections.nCopies(9, Duration.ofHours(1))))
        .singleElement()
        .asString()
        .startsWith("windows was '[PT1H, ")
        .endsWith("]' but 1 to 8 lengths are needed");
  }

  @Test
  void create_everythingWrong_reportsAllAtOnce() {
    assertThat(problems(0.0, Collections.nCopies(9, Duration.ZERO)))
        .hasSize(11)
        .anyMatch(problem -> problem.startsWith("samplingRate was '0.0'"))
        .anyMatch(problem -> problem.startsWith("windows was '[PT0S, "))
        .anyMatch(problem -> problem.startsWith("window was 'PT0S'"));
  }

  private static List<String> problems(double rate, List<Duration> windows) {
    return catchThrowableOfType(
            ConfigurationException.class, () -> new MetricsPolicy(true, rate, windows))
        .problems();
  }

  private static List<Duration> seconds(int count) {
    List<Duration> lengths = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      lengths.add(Duration.ofSeconds(i));
    }
    return lengths;
  }
}
