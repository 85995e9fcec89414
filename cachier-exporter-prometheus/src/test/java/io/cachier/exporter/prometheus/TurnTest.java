package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.exporter.prometheus.Turn.Phase;
import io.cachier.exporter.prometheus.Turn.State;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TurnTest {
  private final Set<Turn> running = new HashSet<>();

  private Turn turn(Runnable exchange) {
    return new Turn(exchange, running);
  }

  /** Of a turn whose clock has moved. */
  private static State later() {
    long now = System.nanoTime();
    while (System.nanoTime() - now < 1_000) {
      Thread.onSpinWait();
    }
    return Turn.current().state();
  }

  @Test
  void current_inATurn_isThatTurn() {
    assertThatThrownBy(Turn::current).isInstanceOf(IllegalStateException.class);
    turn(() -> assertThat(running).containsExactly(Turn.current())).run();
    assertThat(running).isEmpty();
    assertThatThrownBy(Turn::current).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void state_fromRequestToAnswer_tellsHowLongTheClientHasNotMoved() {
    turn(() -> {
          State request = later();
          assertThat(request.phase()).isEqualTo(Phase.REQUEST);
          assertThat(request.stalledNanos()).isEqualTo(request.lastedNanos()).isPositive();

          Turn.current().work();
          State work = later();
          assertThat(work.phase()).isEqualTo(Phase.WORK);
          assertThat(work.stalledNanos()).isZero();
          assertThat(work.lastedNanos()).isGreaterThan(request.lastedNanos());

          Turn.current().answer();
          State answer = later();
          assertThat(answer.phase()).isEqualTo(Phase.ANSWER);
          assertThat(answer.stalledNanos())
              .isPositive()
              .isLessThan(answer.lastedNanos() - work.lastedNanos() + 1);
        })
        .run();
  }

  @Test
  void cutOff_whileItLasts_interrupts() {
    turn(() -> {
          Turn.current().cutOff();
          assertThat(Thread.interrupted()).isTrue();
        })
        .run();
  }

  @Test
  void cutOff_notBegunOrOver_interruptsNobody() {
    Turn turn = turn(() -> {});
    for (int i = 0; i < 2; i++) {
      turn.cutOff();
      assertThat(turn.state().lastedNanos()).isZero();
      assertThat(turn.state().stalledNanos()).isZero();
      turn.run();
    }
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void run_cutOffAndFails_leavesNoInterruptBehind() {
    Turn turn =
        turn(
            () -> {
              Turn.current().cutOff();
              throw new IllegalStateException("cut");
            });
    assertThatThrownBy(turn::run).hasMessage("cut");
    assertThat(Thread.interrupted()).isFalse();
    assertThat(running).isEmpty();
  }
}
