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
  private @Nullable Thread thread;
  private long beganNanos;
  private long movedNanos;
  private boolean ours;

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

  /** From now on the time is ours: figures are read and rendered. */
  synchronized void ours() {
    ours = true;
  }

  /** From now on the time is the client's, who has just moved. */
  synchronized void theirs() {
    ours = false;
    movedNanos = System.nanoTime();
  }

  /**
   * Cuts the turn off if it lasts too long.
   *
   * @param longestNanos how long it may last
   * @param stalledNanos how long the client may leave it without a move
   */
  synchronized void cutIfOver(long longestNanos, long stalledNanos) {
    long now = System.nanoTime();
    boolean stalled = !ours && now - movedNanos >= stalledNanos;
    if (thread != null && (stalled || now - beganNanos >= longestNanos)) {
      thread.interrupt();
    }
  }
}
