package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoticesTest {
  private final ManualClock clock = new ManualClock();
  private final LogCapture log = new LogCapture();
  private final Notices notices = new Notices(clock.clocks().ticker());

  @AfterEach
  void stop() {
    log.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"NOT_TAKEN", "UNANSWERED", "INVALID"})
  void warn_again_isToldOnceAnHour(Trouble trouble) {
    notices.warn(trouble, "one");
    clock.advance(Duration.ofMinutes(59));
    notices.warn(trouble, "two");
    notices.arrived();
    clock.advance(Duration.ofMinutes(1));
    notices.warn(trouble, "three");

    assertThat(log.warnings())
        .containsExactly("CloudWatch exporter: one", "CloudWatch exporter: three");
    assertThat(log.infos()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"NO_REGION", "NO_CREDENTIALS", "REFUSED", "UNSENT"})
  void warn_personNeeded_isToldOnceUntilItIsDone(Trouble trouble) {
    notices.warn(trouble, "one");
    clock.advance(Duration.ofDays(2));
    notices.warn(trouble, "two");
    assertThat(log.warnings()).containsExactly("CloudWatch exporter: one");

    notices.arrived();
    notices.arrived();
    notices.warn(trouble, "three");

    assertThat(log.infos()).containsExactly("CloudWatch exporter: figures arrive");
    assertThat(log.warnings())
        .containsExactly("CloudWatch exporter: one", "CloudWatch exporter: three");
  }

  @Test
  void warn_otherTrouble_isToldToo() {
    notices.warn(Trouble.NOT_TAKEN, "one");
    notices.warn(Trouble.INVALID, "two");

    assertThat(log.warnings()).hasSize(2);
  }
}
