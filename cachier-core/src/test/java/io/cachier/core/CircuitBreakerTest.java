package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private final FakeTicker ticker = new FakeTicker();
  private final CircuitBreaker breaker =
      new CircuitBreaker(3, Duration.ofSeconds(5).toNanos(), ticker);

  @Test
  void tryPass_fewerFailuresInRowThanTheLimit_passes() {
    breaker.failed();
    breaker.failed();
    breaker.succeeded();
    breaker.failed();
    breaker.failed();

    assertThat(breaker.isOpen()).isFalse();
    assertThat(breaker.tryPass()).isTrue();
  }

  @Test
  void tryPass_limitReached_refusesUntilThePauseIsOver() {
    fail(3);

    assertThat(breaker.isOpen()).isTrue();
    assertThat(breaker.tryPass()).isFalse();
    ticker.advance(Duration.ofSeconds(5).minusNanos(1));
    assertThat(breaker.tryPass()).isFalse();
    ticker.advance(Duration.ofNanos(1));
    assertThat(breaker.tryPass()).isTrue();
  }

  @Test
  void tryPass_probeUnderWay_letsNobodyElsePass() {
    fail(3);
    ticker.advance(Duration.ofSeconds(5));

    assertThat(breaker.tryPass()).isTrue();
    assertThat(breaker.tryPass()).isFalse();
  }

  @Test
  void tryPass_probeThatNeverReports_isFollowedByAnother() {
    fail(3);
    ticker.advance(Duration.ofSeconds(5));
    assertThat(breaker.tryPass()).isTrue();
    ticker.advance(Duration.ofSeconds(5));

    assertThat(breaker.tryPass()).isTrue();
  }

  @Test
  void failed_probe_staysOpenForAnotherPause() {
    fail(3);
    ticker.advance(Duration.ofSeconds(5));
    breaker.tryPass();
    breaker.failed();

    ticker.advance(Duration.ofSeconds(4));
    assertThat(breaker.tryPass()).isFalse();
    ticker.advance(Duration.ofSeconds(1));
    assertThat(breaker.tryPass()).isTrue();
  }

  @Test
  void succeeded_probe_closesAndForgetsTheFailures() {
    fail(3);
    ticker.advance(Duration.ofSeconds(5));
    breaker.tryPass();
    breaker.succeeded();

    assertThat(breaker.isOpen()).isFalse();
    fail(2);
    assertThat(breaker.tryPass()).isTrue();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed();
    }
  }
}
