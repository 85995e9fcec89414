package io.cachier.exporter.statsd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Figures on their way from the exporter to the sender, put into packets. Holds a bounded amount:
 * who adds to a full one waits while the sender gets on, and is refused when it does not. So
 * nothing is ever thrown away here; what is refused stays with whoever has it. Thread-safe.
 */
final class Outbox {
  private final int packetBytes;
  private final int capacityBytes;
  private final long stallNanos;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final Queue<Packet> full = new ArrayDeque<>();
  private final StringBuilder open = new StringBuilder();
  private int openFigures;
  private int heldBytes;
  private long movedNanos;
  private boolean closed;

  /**
   * An empty outbox.
   *
   * @param packetBytes the size up to which figures share a packet
   * @param capacityBytes from how much on it is full; one function's figures may go beyond
   * @param stall for how long a full one may stand still until whoever adds is refused
   */
  Outbox(int packetBytes, int capacityBytes, Duration stall) {
    this.packetBytes = packetBytes;
    this.capacityBytes = capacityBytes;
    this.stallNanos = stall.toNanos();
  }

  /**
   * Takes figures in, all or none. Waits while the outbox is full and the sender gets on.
   *
   * @param figures one or more lines each, which stay together
   * @throws IllegalStateException if they were not taken: the sender stands still, the outbox is
   *     closed, or the thread was interrupted
   */
  void add(List<String> figures) {
    lock.lock();
    try {
      awaitRoom();
      if (closed) {
        throw new IllegalStateException("the StatsD exporter was stopped meanwhile");
      }
      if (heldBytes == 0) {
        movedNanos = System.nanoTime();
      }
      figures.forEach(this::put);
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() {
    try {
      while (heldBytes >= capacityBytes && !closed) {
        long leftNanos = stallNanos - (System.nanoTime() - movedNanos);
        if (leftNanos <= 0) {
          throw new IllegalStateException(
              "nothing more can be sent to the StatsD server: "
                  + heldBytes
                  + " bytes wait, and the network takes none; these figures are kept and come with"
                  + " the next round");
        }
        long unused = emptied.awaitNanos(leftNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the figures waited to be sent", e);
    }
  }

  private void put(String figure) {
    if (!open.isEmpty() && open.length() + 1 + figure.length() > packetBytes) {
      seal();
    }
    heldBytes += figure.length() + 1;
    open.append(open.isEmpty() ? "" : "\n").append(figure);
    openFigures++;
  }

  private void seal() {
    full.add(new Packet(open.toString(), openFigures));
    open.setLength(0);
    openFigures = 0;
  }

  /**
   * Takes the next packet out, a full one if there is one. Waits for one.
   *
   * @return null when the outbox is closed and empty
   * @throws InterruptedException if the thread is interrupted
   */
  @Nullable Packet take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (full.isEmpty() && open.isEmpty() && !closed) {
        filled.await();
      }
      return next();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Packet next() {
    if (full.isEmpty() && !open.isEmpty()) {
      seal();
    }
    Packet packet = full.poll();
    if (packet != null) {
      heldBytes -= packet.text().length() + 1;
      movedNanos = System.nanoTime();
      emptied.signalAll();
    }
    return packet;
  }

  /**
   * Takes nothing in from now on.
   *
   * @return how many packets are left to be taken out
   */
  int close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
      emptied.signalAll();
      return full.size() + (open.isEmpty() ? 0 : 1);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Throws away what is left.
   *
   * @return how many figures that were
   */
  int clear() {
    lock.lock();
    try {
      int figures = 0;
      for (Packet packet = next(); packet != null; packet = next()) {
        figures += packet.figures();
      }
      return figures;
    } finally {
      lock.unlock();
    }
  }
}
