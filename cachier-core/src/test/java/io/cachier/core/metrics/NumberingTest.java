package io.cachier.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.ComputeResult;
import io.cachier.metrics.ComputeTrigger;
import io.cachier.metrics.OperationError;
import io.cachier.metrics.Outcome;
import io.cachier.metrics.Timing;
import io.cachier.metrics.WaitResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ways that do without a look-up give the numbers that a look-up gives. */
class NumberingTest {
  @Test
  void of_call_isItsTimings() {
    for (Outcome outcome : Outcome.values()) {
      assertThat(Numbering.of(outcome)).isEqualTo(Numbering.of(new Timing.Call(outcome)));
    }
  }

  @Test
  void of_computation_isItsTimings() {
    for (ComputeTrigger trigger : ComputeTrigger.values()) {
      for (ComputeResult result : ComputeResult.values()) {
        assertThat(Numbering.of(trigger, result))
            .isEqualTo(Numbering.of(new Timing.Computation(trigger, result)));
      }
    }
  }

  @Test
  void of_wait_isItsTimings() {
    for (WaitResult result : WaitResult.values()) {
      assertThat(Numbering.of(result)).isEqualTo(Numbering.of(new Timing.Wait(result)));
    }
  }

  @Test
  void of_operation_isItsTimings() {
    for (BackendOperation operation : BackendOperation.values()) {
      for (OperationError error : OperationError.values()) {
        assertThat(Numbering.of(operation, error))
            .isEqualTo(Numbering.of(new Timing.Operation(operation, error)));
      }
    }
  }

  @Test
  void inWindows_kinds_areCallsComputationsAndWaits() {
    List<Timing> kept = Numbering.TIMINGS.subList(0, Numbering.IN_WINDOWS);
    List<Timing> notKept = Numbering.TIMINGS.subList(Numbering.IN_WINDOWS, Numbering.HISTOGRAMS);

    assertThat(kept)
        .hasSize(6 + 1 + 6 + 5)
        .hasOnlyElementsOfTypes(
            Timing.Call.class, Timing.Other.class, Timing.Computation.class, Timing.Wait.class);
    assertThat(notKept).hasOnlyElementsOfTypes(Timing.ServedAge.class, Timing.Operation.class);
  }

  @Test
  void of_timingThatIsNotRecorded_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Numbering.of(new Timing.ServedAge(Outcome.MISS)))
        .withMessageContaining("MISS");
  }
}
