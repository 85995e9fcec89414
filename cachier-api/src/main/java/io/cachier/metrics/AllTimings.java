package io.cachier.metrics;

import java.util.ArrayList;
import java.util.List;

/** Every kind, by the enums that make them up. */
final class AllTimings {
  static final List<Timing> ALL = all();

  private AllTimings() {}

  private static List<Timing> all() {
    List<Timing> all = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      all.add(new Timing.Call(outcome));
    }
    all.add(new Timing.Other());
    for (ComputeTrigger trigger : ComputeTrigger.values()) {
      for (ComputeResult result : ComputeResult.values()) {
        all.add(new Timing.Computation(trigger, result));
      }
    }
    for (WaitResult result : WaitResult.values()) {
      all.add(new Timing.Wait(result));
    }
    for (Outcome outcome : List.of(Outcome.HIT, Outcome.STALE, Outcome.COALESCED)) {
      all.add(new Timing.ServedAge(outcome));
    }
    for (BackendOperation operation : BackendOperation.values()) {
      for (OperationError error : OperationError.values()) {
        all.add(new Timing.Operation(operation, error));
      }
    }
    return List.copyOf(all);
  }
}
