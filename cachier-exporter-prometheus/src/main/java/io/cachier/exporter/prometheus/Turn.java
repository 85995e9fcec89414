package io.cachier.exporter.prometheus;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request's use of a thread. It can be cut off: the thread is interrupted, and a socket that an
 * interrupted thread reads or writes is closed, which the server takes for the end of the
 * connection. Thread-safe.
 */
final class Turn implements Runnable {
  private static final ThreadLocal<@Nullable Turn> CURRENT = new ThreadLocal<>();

  private final Runnable exchange;
  private final Set<Turn> running;
  private Phase phase = Phase.REQUEST;
  private @Nullable Thread thread;
  private long beganNanos;
  private long movedNanos;

  /** Whose time it is. */
  enum Phase {
    /** The client's, whose request is read, or what it still sends after it was refused. */
    REQUEST,
    /** Ours: figures are read and rendered. */
    WORK,
    /** The client's, who reads the answer. */
    ANSWER
  }

  /**
   * How a turn stands.
   *
   * @param phase whose time it is
   * @param lastedNanos how long it has lasted; 0 if it has not begun or is over
   * @param stalledNanos how long the client has not moved; 0 while it is our time
   */
  record State(Phase phase, long lastedNanos, long stalledNanos) {}

  /**
   * Not yet begun.
   *
   * @param exchange reads the request, answers it, and reads what the client still sends
   * @param running where the turn is while it lasts
   */
  Turn(Runnable exchange, Set<Turn> running) {
    this.exchange = exchange;
    this.running = running;
  }

  /**
   * The turn of the calling thread.
   *
   * @throws IllegalStateException if it has none
   */
  static Turn current() {
    Turn turn = CURRENT.get();
    if (turn == null) {
      throw new IllegalStateException("requests are answered by Workers alone");
    }
    return turn;
  }

  @Override
  public void run() {
    CURRENT.set(this);
    begin();
    running.add(this);
    try {
      exchange.run();
    } finally {
      running.remove(this);
      end();
      CURRENT.remove();
    }
  }

  private synchronized void begin() {
    thread = Thread.currentThread();
    beganNanos = System.nanoTime();
    movedNanos = beganNanos;
  }

  private synchronized void end() {
    thread = null;
    // Who cuts off this late means this turn, and the thread's next belongs to somebody else.
    boolean unused = Thread.interrupted();
  }

  /** From now on it is our time. */
  synchronized void work() {
    phase = Phase.WORK;
  }

  /** The answer is ready, or the client has just taken a piece of it. */
  synchronized void answer() {
    phase = Phase.ANSWER;
    movedNanos = System.nanoTime();
  }

  synchronized State state() {
    long now = System.nanoTime();
    return new State(
        phase,
        thread == null ? 0 : now - beganNanos,
        thread == null || phase == Phase.WORK ? 0 : now - movedNanos);
  }

  /** Ends it, unless it is over. */
  synchronized void cutOff() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
