package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** Each operation of the backend fails in turn, in each way: the caller does not notice. */
abstract class FailureRules extends EngineRules {
  private static final Duration OPERATION_TIMEOUT = Duration.ofMillis(150);
  private static final Duration SHORT = Duration.ofMillis(300);

  FailureRules(RemoteBackendContract contract) {
    super(contract);
  }

  private static final class OwnException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static List<Operation> ofOneCall() {
    return List.of(
        Operation.LOOKUP, Operation.CLAIM, Operation.RENEW, Operation.STORE, Operation.RELEASE);
  }

  @Test
  @Rule(value = "C9", target = "R3")
  void apply_eachOperationFails_runsOnceAndReturns() {
    for (Operation operation : ofOneCall()) {
      for (Faults.Failure failure : Faults.Failure.values()) {
        Faults faults = new Faults().fail(operation, failure);
        AtomicInteger runs = new AtomicInteger();
        try (Cachier node = impatient(faults)) {
          CachedFunction<String, String> function =
              function(
                  node,
                  key -> {
                    runs.incrementAndGet();
                    untilAsked(faults, operation);
                    return "value";
                  });
          assertThat(function.apply(operation + " " + failure))
              .as("the value though %s fails by %s", operation, failure)
              .isEqualTo("value");
        }
        assertThat(runs).as("runs though %s fails by %s", operation, failure).hasValue(1);
      }
    }
  }

  @Test
  @Rule(value = "C12", target = "R3")
  void apply_functionAndOperationFail_throwsTheFunctionsOwn() {
    for (Operation operation : ofOneCall()) {
      for (Faults.Failure failure : Faults.Failure.values()) {
        Faults faults = new Faults().fail(operation, failure);
        AtomicInteger runs = new AtomicInteger();
        OwnException own = new OwnException();
        try (Cachier node = impatient(faults)) {
          CachedFunction<String, String> function =
              function(
                  node,
                  key -> {
                    runs.incrementAndGet();
                    untilAsked(faults, operation);
                    throw own;
                  });
          assertThatThrownBy(() -> function.apply(operation + " " + failure))
              .as("the exception though %s fails by %s", operation, failure)
              .isSameAs(own);
        }
        assertThat(runs).as("runs though %s fails by %s", operation, failure).hasValue(1);
      }
    }
  }

  @Test
  @Rule(value = "C9", target = "R3")
  void apply_waitingFails_runsOnceAndReturns() {
    for (Faults.Failure failure : Faults.Failure.values()) {
      CountDownLatch computing = gate();
      CountDownLatch finish = gate();
      CachedFunction<String, String> holder =
          function(
              node(),
              key -> {
                computing.countDown();
                pass(finish);
                return "held";
              });
      String key = failure.name();
      CompletableFuture<String> held = started(() -> holder.apply(key));
      pass(computing);
      Faults faults = new Faults().fail(Operation.AWAIT_SETTLED, failure);
      AtomicInteger runs = new AtomicInteger();
      CachedFunction<String, String> waiting =
          node(faults, builder -> builder.operationTimeout(OPERATION_TIMEOUT).waitTimeout(SHORT))
              .function(function(), String.class, String.class, k -> k + runs.incrementAndGet())
              .build();
      assertThat(waiting.apply(key)).as("waiting fails by %s", failure).isEqualTo(key + 1);
      assertThat(runs).hasValue(1);
      assertThat(faults.count(Operation.AWAIT_SETTLED)).isPositive();
      finish.countDown();
      assertThat(result(held)).isEqualTo("held");
    }
  }

  private Cachier impatient(Faults faults) {
    return node(faults, builder -> builder.operationTimeout(OPERATION_TIMEOUT).claimLease(SHORT));
  }

  /** Gives the engine time to renew, which it does only while the function runs. */
  private static void untilAsked(Faults faults, Operation operation) {
    if (operation == Operation.RENEW) {
      try {
        Awaitility.await().until(() -> faults.count(operation) > 0);
      } catch (ConditionTimeoutException e) {
        throw new AssertionError("the claim was not renewed while the function ran", e);
      }
    }
  }
}
