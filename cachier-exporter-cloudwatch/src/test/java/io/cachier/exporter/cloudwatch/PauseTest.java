package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PauseTest {
  private final ManualClock clock = new ManualClock();
  private final Pause pause = new Pause(clock.clocks().ticker());

  @Test
  void afterFailure_again_isTwiceAsLongUpTo15Minutes() {
    assertThat(pause.isOver()).isTrue();
    List<Long> minutes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      pause.afterFailure();
      minutes.add(minutesUntilOver());
    }

    assertThat(minutes).containsExactly(1L, 2L, 4L, 8L, 15L, 15L);
  }

  @Test
  void afterFailure_whileItLasts_changesNothing() {
    pause.afterFailure();
    pause.afterFailure();
    pause.afterFailure();

    assertThat(minutesUntilOver()).isOne();
  }

  @Test
  void afterSuccess_beginsAnew() {
    pause.afterFailure();
    minutesUntilOver();
    pause.afterFailure();
    pause.afterSuccess();
    assertThat(pause.isOver()).isTrue();

    pause.afterFailure();
    assertThat(minutesUntilOver()).isOne();
  }

  private long minutesUntilOver() {
    long minutes = 0;
    while (!pause.isOver()) {
      clock.advance(Duration.ofMinutes(1));
      minutes++;
    }
    return minutes;
  }
}
