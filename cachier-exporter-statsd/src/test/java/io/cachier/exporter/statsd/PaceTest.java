package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long START = Long.MAX_VALUE - 5;

  private long now = START;
  private final Pace pace = new Pace(now);

  private int burst(double perSecond) {
    int packets = 0;
    while (pace.pauseNanos(perSecond, now) == 0) {
      packets++;
    }
    return packets;
  }

  @Test
  void pause_atFirst_letsAsManyGoAsTenMillisecondsDo() {
    assertThat(burst(2_000)).isEqualTo(21);
    assertThat(pace.pauseNanos(2_000, now)).isEqualTo(500_000);
  }

  @Test
  void pause_overASecond_keepsThePace() {
    int packets = burst(2_000);
    long end = now + TimeUnit.SECONDS.toNanos(1);
    while (now - end < 0) {
      long pause = pace.pauseNanos(2_000, now);
      packets += pause == 0 ? 1 : 0;
      now += pause;
    }
    assertThat(packets).isBetween(2_015, 2_025);
  }

  @Test
  void pause_afterAnIdleHour_savesNothingUp() {
    burst(2_000);
    now += TimeUnit.HOURS.toNanos(1);

    assertThat(burst(2_000)).isEqualTo(21);
  }

  @Test
  void pause_slowPace_letsOneGo() {
    assertThat(burst(10)).isEqualTo(1);
    assertThat(pace.pauseNanos(10, now)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(90));
  }
}
