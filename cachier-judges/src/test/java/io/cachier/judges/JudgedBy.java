package io.cachier.judges;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Names the programs without which a test class is skipped, or fails. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(JudgedBy.Court.class)
@interface JudgedBy {
  Program[] value();

  /** Looks for the programs before anything of the class runs. */
  final class Court implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
      Class<?> judged = context.getRequiredTestClass();
      for (Program program : judged.getAnnotation(JudgedBy.class).value()) {
        try {
          program.required();
        } catch (TestAbortedException e) {
          // The build's output counts skipped tests, but does not say why.
          System.out.println(judged.getSimpleName() + " is skipped: " + e.getMessage());
          throw e;
        }
      }
    }
  }
}
