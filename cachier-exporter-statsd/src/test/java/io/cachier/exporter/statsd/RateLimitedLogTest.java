package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
  private final TestLog logger = new TestLog();
  private long now = Long.MAX_VALUE - 3;
  private final RateLimitedLog log = logger.limited(() -> now);

  @Test
  void warn_often_isSaidOnceAMinute() {
    log.warn(() -> "first");
    now += TimeUnit.SECONDS.toNanos(59);
    log.warn(() -> "second");
    log.warn(() -> "third");
    assertThat(logger.messages()).containsExactly("WARNING first");

    now += TimeUnit.SECONDS.toNanos(1);
    log.warn(() -> "fourth");
    now += TimeUnit.MINUTES.toNanos(1);
    log.warn(() -> "fifth");
    assertThat(logger.messages())
        .containsExactly("WARNING first", "WARNING fourth (2 more like it since)", "WARNING fifth");
  }
}
