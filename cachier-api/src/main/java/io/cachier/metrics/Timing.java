package io.cachier.metrics;

import java.util.List;

/** A kind of duration that has a histogram of its own. The kinds are few and fixed. */
public sealed interface Timing {
  /**
   * A whole call.
   *
   * @param outcome how it ended
   */
  record Call(Outcome outcome) implements Timing {
    @Override
    public boolean isSampled() {
      return outcome != Outcome.ERROR;
    }
  }

  /** What was recorded by hand and belongs to no outcome. */
  record Other() implements Timing {
    @Override
    public boolean isSampled() {
      return false;
    }
  }

  /**
   * A run of the function.
   *
   * @param trigger why it ran
   * @param result how it ended
   */
  record Computation(ComputeTrigger trigger, ComputeResult result) implements Timing {
    @Override
    public boolean isSampled() {
      return result != ComputeResult.ERROR;
    }
  }

  /**
   * A wait for another caller's computation, in this process or another.
   *
   * @param result what it came to
   */
  record Wait(WaitResult result) implements Timing {
    @Override
    public boolean isSampled() {
      return result == WaitResult.SERVED || result == WaitResult.ABANDONED;
    }
  }

  /**
   * The age of a value when it was served.
   *
   * @param outcome how the call ended that was served it
   */
  record ServedAge(Outcome outcome) implements Timing {
    @Override
    public boolean isSampled() {
      return true;
    }
  }

  /**
   * An operation of a remote backend. It may belong to no call, so it is never sampled.
   *
   * @param operation what was asked
   * @param error what became of it
   */
  record Operation(BackendOperation operation, OperationError error) implements Timing {
    @Override
    public boolean isSampled() {
      return false;
    }
  }

  /**
   * Whether it follows its call's draw and is scaled when read.
   *
   * @return false for what is always recorded: failures, and what belongs to no call
   */
  boolean isSampled();

  /**
   * Every kind there is.
   *
   * @return an immutable list, always in the same order
   */
  static List<Timing> all() {
    return AllTimings.ALL;
  }
}
