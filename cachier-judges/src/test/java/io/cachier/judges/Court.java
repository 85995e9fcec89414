package io.cachier.judges;

import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks for the program of a {@link JudgedBy} before anything of the class runs. */
final class Court implements BeforeAllCallback, ExecutionCondition {
  /** Fails the class as a whole, or says why its tests are skipped: the build does not. */
  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<String> absence = absence(context.getRequiredTestClass());
    if (absence.isPresent()) {
      String message = context.getRequiredTestClass().getSimpleName() + ": " + absence.get();
      if (isRequired(System.getProperty("cachier.judges"), System.getenv("JUDGES"))) {
        throw new AssertionError(message + "; judges are required");
      }
      System.out.println("Skipping " + message);
    }
  }

  /** Skips tests, not classes: a class that is skipped leaves no names behind. */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return context
        .getTestMethod()
        .flatMap(method -> absence(method.getDeclaringClass()))
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("the judge is present"));
  }

  static boolean isRequired(String property, String variable) {
    return "required".equals(property == null ? variable : property);
  }

  private static Optional<String> absence(Class<?> judged) {
    Program program = judged.getAnnotation(JudgedBy.class).value();
    return program.find().isPresent() ? Optional.empty() : Optional.of(program.absence());
  }
}
