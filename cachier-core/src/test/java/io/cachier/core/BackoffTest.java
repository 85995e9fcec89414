package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(10));

  @Test
  void next_manyFailures_doublesUpToTheLimit() {
    for (long seconds : new long[] {30, 60, 120, 240, 480, 600, 600, 600}) {
      assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void reset_afterFailures_beginsAnew() {
    backoff.next();
    backoff.next();
    backoff.reset();

    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(30));
  }
}
