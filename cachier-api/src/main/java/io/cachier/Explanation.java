package io.cachier;

import java.util.List;
import java.util.Objects;

/**
 * What would become of a call, and why: the decision told step by step, without making the call.
 * Immutable. True of the moment when it was made; another call may change it at once.
 *
 * <pre>{@code
 * Explanation why = forecast.explain("Paris");
 * if (why.verdict() == Explanation.Verdict.COMPUTE) {
 *   System.out.println(why);
 * }
 * }</pre>
 *
 * @param function the function's name
 * @param verdict what a call would do first
 * @param steps one sentence each, in order, for a person to read; their wording is no promise. No
 *     argument, value or readable key is in them
 */
public record Explanation(String function, Verdict verdict, List<String> steps) {
  /** What a call would do first. */
  public enum Verdict {
    /** Be served a fresh value. */
    HIT,
    /** Be served a stale value, which is computed anew in the background. */
    SERVE_STALE,
    /** Wait for another caller's computation. */
    WAIT,
    /** Run the function and store its result. */
    COMPUTE,
    /** Run the function without asking the cache. */
    BYPASS
  }

  /**
   * Copies the steps.
   *
   * @param function as the component
   * @param verdict as the component
   * @param steps as the component
   */
  public Explanation {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(verdict, "verdict");
    steps = List.copyOf(steps);
  }

  /**
   * The steps, a line each, under the function's name.
   *
   * @return a text of several lines
   */
  @Override
  public String toString() {
    return "function '" + function + "': " + verdict + "\n  - " + String.join("\n  - ", steps);
  }
}
