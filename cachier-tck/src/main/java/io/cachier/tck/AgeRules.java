package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cachier.spi.EntryKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** B37 to B39. */
abstract class AgeRules extends RemoteRules {
  private static final Duration WHILE = Duration.ofMillis(300);

  AgeRules(RemoteBackendContract contract) {
    super(contract);
  }

  @Test
  @Rule("B37")
  void age_timePassed_isTheTimeSinceTheStore() {
    EntryKey key = key();
    long start = System.nanoTime();
    put(key, "payload");
    elapse(WHILE);
    Duration first = age(client(), key);
    assertThat(first).isBetween(WHILE.minus(TOLERANCE), atMost(start, WHILE));
    elapse(WHILE);
    Duration twice = WHILE.plus(WHILE);
    assertThat(age(client(), key)).isBetween(twice.minus(TOLERANCE), atMost(start, twice));
  }

  @Test
  @Rule("B38")
  void age_storedAgain_beginsAnew() {
    EntryKey key = key();
    put(key, "payload");
    elapse(WHILE);
    long start = System.nanoTime();
    put(key, "payload");
    assertThat(age(client(), key)).isLessThan(atMost(start, Duration.ZERO));
  }

  @Test
  @Rule("B39")
  void age_clientOpenedLater_isTheSame() {
    EntryKey key = key();
    put(key, "payload");
    elapse(WHILE);
    assumeThat(age(client(), key)).as("see B37").isGreaterThanOrEqualTo(WHILE.minus(TOLERANCE));
    assertThat(age(other(), key)).isGreaterThanOrEqualTo(WHILE.minus(TOLERANCE));
    assertThat(age(open(), key)).isGreaterThanOrEqualTo(WHILE.minus(TOLERANCE));
  }

  /** The clock of a test may stand still: then {@code elapsed} is all that has passed on it. */
  private static Duration atMost(long startNanos, Duration elapsed) {
    return elapsed.plusNanos(System.nanoTime() - startNanos).plus(TOLERANCE);
  }
}
