package io.cachier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is recorded about a function's calls. Off by default; then nothing is recorded and nothing
 * is spent on it.
 *
 * @param enabled whether calls are recorded
 * @param samplingRate the share of calls recorded, above 0 and up to 1; figures are scaled back up
 *     when read. Errors, timeouts and rejections are always recorded
 * @param windows the window lengths that can be asked for exactly, shortest first; the longest
 *     bounds what can be asked for at all. Default: 1 minute, 1 hour, 1 day
 */
public record MetricsPolicy(boolean enabled, double samplingRate, List<Duration> windows) {
  private static final List<Duration> DEFAULT_WINDOWS =
      List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));
  private static final MetricsPolicy OFF = new MetricsPolicy(false, 1.0, DEFAULT_WINDOWS);
  private static final MetricsPolicy ON = new MetricsPolicy(true, 1.0, DEFAULT_WINDOWS);

  /**
   * Checks the settings, all together, and sorts the windows.
   *
   * @param enabled as the component
   * @param samplingRate as the component
   * @param windows as the component
   * @throws ConfigurationException with every setting that is out of range
   */
  public MetricsPolicy {
    List<String> problems = new ArrayList<>();
    // A rate of 0 would record nothing at the price of recording; off() says that better.
    if (!(samplingRate > 0.0 && samplingRate <= 1.0)) {
      problems.add(
          "samplingRate was '"
              + samplingRate
              + "' but it must be above 0 and at most 1; use MetricsPolicy.off() to record nothing");
    }
    if (windows.isEmpty() || windows.size() > 8) {
      problems.add("windows was '" + windows + "' but 1 to 8 lengths are needed");
    }
    for (Duration window : windows) {
      if (window.compareTo(Duration.ofSeconds(1)) < 0
          || window.compareTo(Duration.ofDays(366)) > 0) {
        problems.add("window was '" + window + "' but it must last from 1 second to 366 days");
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException("metrics policy", problems);
    }
    windows = windows.stream().sorted().distinct().toList();
  }

  /**
   * Records nothing; the default.
   *
   * @return a policy that is off
   */
  public static MetricsPolicy off() {
    return OFF;
  }

  /**
   * Records every call.
   *
   * @return a policy at sampling rate 1
   */
  public static MetricsPolicy on() {
    return ON;
  }

  /**
   * Records a random share of the calls, one draw for each call.
   *
   * @param rate above 0 and up to 1
   * @return a policy at that rate
   * @throws ConfigurationException if the rate is out of range
   */
  public static MetricsPolicy sampled(double rate) {
    return new MetricsPolicy(true, rate, DEFAULT_WINDOWS);
  }

  /**
   * The same policy over other windows.
   *
   * @param lengths 1 to 8 lengths, from 1 second to 366 days each
   * @return a new policy
   * @throws ConfigurationException if a length is out of range
   */
  public MetricsPolicy withWindows(Duration... lengths) {
    return new MetricsPolicy(enabled, samplingRate, List.of(lengths));
  }
}
