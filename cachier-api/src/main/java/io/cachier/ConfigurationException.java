package io.cachier;

import java.util.List;

/**
 * Settings that can't work, all of them at once; thrown while something is built, never by a call.
 */
public class ConfigurationException extends CachierException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, one sentence each. */
  private final transient List<String> problems;

  /**
   * Reports several bad settings together.
   *
   * @param subject what was being built, for example {@code function 'weather.forecast'}
   * @param problems one sentence each: name, value, what is allowed or what to do; not empty
   */
  public ConfigurationException(String subject, List<String> problems) {
    super(describe(subject, problems));
    this.problems = List.copyOf(problems);
  }

  /**
   * The bad settings.
   *
   * @return one sentence each; empty on an exception that went through serialization
   */
  public List<String> problems() {
    List<String> known = problems;
    return known == null ? List.of() : known;
  }

  private static String describe(String subject, List<String> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a ConfigurationException needs at least one problem");
    }
    if (problems.size() == 1) {
      return subject + ": " + problems.get(0);
    }
    return subject + ": " + problems.size() + " problems:\n  - " + String.join("\n  - ", problems);
  }
}
