package io.cachier.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The merged settings, by names without the prefix {@code cachier.}, for example {@code
 * file.directory}. Thread-safe.
 *
 * <p>A value that can't be read as what was asked for is absent here, and is reported, together
 * with all other bad settings, when the building that asked for it ends.
 */
public interface Settings {
  /**
   * A text.
   *
   * @param name the setting
   * @return its value without surrounding white space; empty if unset or blank
   */
  Optional<String> text(String name);

  /**
   * A duration: a number and a unit (ns, us, ms, s, m, h, d), for example {@code 10m}, or ISO-8601,
   * for example {@code PT10M}.
   *
   * @param name the setting
   * @param least the least value allowed
   * @param most the greatest value allowed
   * @return its value; empty if unset or bad
   */
  Optional<Duration> duration(String name, Duration least, Duration most);

  /**
   * A whole number.
   *
   * @param name the setting
   * @param least the least value allowed
   * @param most the greatest value allowed
   * @return its value; empty if unset or bad
   */
  OptionalInt integer(String name, int least, int most);

  /**
   * A size in bytes, as in {@link io.cachier.CacheSettings#entrySizeLimit(String)}.
   *
   * @param name the setting
   * @return its value, at least 1; empty if unset or bad
   */
  OptionalLong bytes(String name);

  /**
   * A yes or no: {@code true} or {@code false}.
   *
   * @param name the setting
   * @return its value; empty if unset or bad
   */
  Optional<Boolean> flag(String name);

  /**
   * Reports a value that is well formed but can't work.
   *
   * @param name the setting
   * @param allowed what is allowed instead, for example {@code it must be an absolute path}
   */
  void reject(String name, String allowed);
}
