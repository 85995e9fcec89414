package io.cachier.backend.sql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.BackendException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections are at hand, go back when they are idle, and end with the lanes. */
class LanesTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final List<Connection> made = new ArrayList<>();
  private final Lanes lanes = new Lanes(2, this::open, Runnable::run);

  private Session open() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
    made.add(connection);
    return new Session(
        connection,
        new Statements(new EntryTable(Database.H2, "cachier_entries")),
        new PayloadLimit(Long.MAX_VALUE, false));
  }

  private static long soon() {
    return System.nanoTime() + MINUTE;
  }

  private Lane taken() throws Exception {
    return lanes.take(soon(), MINUTE);
  }

  @AfterEach
  void close() throws SQLException {
    lanes.close();
    for (Connection connection : made) {
      connection.close();
    }
  }

  @Test
  void takeReady_noConnectionMade_isNothingAndKeepsNoLeave() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(lanes.takeReady(soon())).isNull();
    }
    lanes.done(taken());
    lanes.done(requireNonNull(lanes.takeReady(soon())));
    assertThat(made).hasSize(1);
  }

  @Test
  void take_noneComesFree_saysHowManyThereAre() throws Exception {
    taken();
    taken();
    assertThat(lanes.activeCount()).isEqualTo(2);
    assertThatThrownBy(() -> lanes.take(System.nanoTime(), MINUTE))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("none of 2 connections", "cachier.sql.pool-size");
  }

  @Test
  void take_connectionCannotBeMade_leavesThePlaceToOthers() {
    Lanes refused =
        new Lanes(
            1,
            () -> {
              throw new SQLException("no");
            },
            Runnable::run);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> refused.take(soon(), MINUTE)).hasMessage("no");
    }
    assertThat(refused.areOpen()).isFalse();
  }

  @Test
  void take_afterClose_saysSo() throws Exception {
    lanes.close();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(this::taken)
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("closed");
    }
    assertThat(lanes.takeReady(soon())).isNull();
  }

  @Test
  void done_afterClose_givesTheConnectionBack() throws Exception {
    Lane lane = taken();
    lanes.close();
    assertThat(made.get(0).isClosed()).isFalse();
    lanes.done(lane);
    assertThat(made.get(0).isClosed()).isTrue();
  }

  @Test
  void discardIdle_leavesWhatIsInUse() throws Exception {
    Lane first = taken();
    lanes.done(taken());
    lanes.discardIdle();
    assertThat(made).extracting(Connection::isClosed).containsExactly(false, true);
    assertThat(lanes.idleCount()).isZero();
    lanes.done(first);
    assertThat(lanes.idleCount()).isOne();
  }

  @Test
  void inspect_idleForASecond_givesItBack() throws Exception {
    lanes.done(taken());
    lanes.inspect(System.nanoTime());
    assertThat(made.get(0).isClosed()).isFalse();
    lanes.inspect(System.nanoTime() + TimeUnit.SECONDS.toNanos(2));
    assertThat(made.get(0).isClosed()).isTrue();
    assertThat(lanes.areOpen()).isFalse();
  }

  @Test
  void inspect_pastItsDeadline_letsNobodyUseThatConnectionAgain() throws Exception {
    Lane slow = taken();
    lanes.inspect(System.nanoTime() + 2 * MINUTE);
    assertThat(slow.isTakenAway()).isTrue();
    // H2 can't break a connection off; the place is free once who was late lets go.
    assertThat(lanes.activeCount()).isOne();
    lanes.done(slow);
    assertThat(made.get(0).isClosed()).isTrue();
    assertThat(lanes.areOpen()).isFalse();
    lanes.done(taken());
    assertThat(lanes.idleCount()).isOne();
  }

  @Test
  void discard_connectionThatFailsToClose_isGoneAllTheSame() throws Exception {
    Lane lane = taken();
    Connection broken = made.get(0);
    broken.close();
    lanes.discard(lane);
    assertThat(lanes.areOpen()).isFalse();
  }
}
