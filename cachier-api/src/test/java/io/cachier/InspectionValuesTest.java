package io.cachier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is handed out by {@link ManagedCache#entries()} and {@code explain}. */
class InspectionValuesTest {
  @Test
  void explanation_isReadableStepByStep() {
    List<String> steps = new ArrayList<>(List.of("found, 3 s old", "older than 2 s"));
    Explanation explanation = new Explanation("report", Explanation.Verdict.COMPUTE, steps);
    steps.clear();

    assertThat(explanation)
        .hasToString("function 'report': COMPUTE\n  - found, 3 s old\n  - older than 2 s");
  }

  @Test
  void entryView_namesWhatIsMissing() {
    Optional<String> text = Optional.of("42");
    OptionalLong size = OptionalLong.of(7);

    assertThat(new CacheEntryView(text, text, Duration.ZERO, size, false).sizeBytes()).hasValue(7);
    assertThatNullPointerException()
        .isThrownBy(() -> new CacheEntryView(text, text, null, size, true))
        .withMessage("age");
  }
}
