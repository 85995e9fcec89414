package io.cachier.exporter.cloudwatch;

import io.cachier.spi.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What is still to be sent, packed into batches, the oldest first. Bounded by size and age: what is
 * beyond is given up and counted, the oldest first. Thread-safe.
 */
final class Backlog {
  /** More bytes than this, as they would be sent, are given up. */
  static final long MOST_BYTES = 32_000_000;

  /** From here on sending should keep pace with gathering. */
  static final long HIGH_WATER_BYTES = 8_000_000;

  /** What a request has besides its data: the namespace, and names. */
  private static final int REQUEST_BYTES = 300;

  private final Duration oldest;
  private final Ticker ticker;
  private final Tally tally;
  private final Deque<Batch> batches = new ArrayDeque<>();
  private List<Datum> open = new ArrayList<>();
  private long openBytes = REQUEST_BYTES;
  private long openSinceNanos;
  private long bytes;

  /**
   * Makes an empty one.
   *
   * @param oldest the age past which data are given up
   * @param ticker measures it
   * @param tally counts what is given up
   */
  Backlog(Duration oldest, Ticker ticker, Tally tally) {
    this.oldest = oldest;
    this.ticker = ticker;
    this.tally = tally;
  }

  synchronized void add(List<Datum> data) {
    for (Datum datum : data) {
      int more = datum.bytes();
      if (open.size() == Limits.DATA_IN_A_REQUEST || openBytes + more > Limits.BYTES_IN_A_REQUEST) {
        cut();
      }
      if (open.isEmpty()) {
        openSinceNanos = ticker.nanos();
      }
      open.add(datum);
      openBytes += more;
    }
  }

  /** Closes the batch that is being filled, so that it can be sent. */
  synchronized void cut() {
    if (!open.isEmpty()) {
      Batch batch = new Batch(open, openBytes, openSinceNanos, false);
      open = new ArrayList<>();
      openBytes = REQUEST_BYTES;
      batches.addLast(batch);
      bytes += batch.bytes();
    }
    while (bytes > MOST_BYTES) {
      giveUpOldest();
    }
  }

  /** Whether so much can be sent that the rest of a round should not be gathered first. */
  synchronized boolean isHigh() {
    return bytes > HIGH_WATER_BYTES;
  }

  /** Takes back what could not be sent; it is the next to be sent again. */
  synchronized void putBack(Batch batch) {
    batches.addFirst(batch);
    bytes += batch.bytes();
  }

  /** The oldest batch that is not too old; it is no longer in here. */
  synchronized Optional<Batch> next() {
    giveUpAged();
    Batch batch = batches.pollFirst();
    bytes -= batch == null ? 0 : batch.bytes();
    return Optional.ofNullable(batch);
  }

  /** Gives up what is too old. */
  synchronized void giveUpAged() {
    long now = ticker.nanos();
    batches.removeIf(
        batch -> {
          boolean aged = now - batch.sinceNanos() > oldest.toNanos();
          if (aged) {
            giveUp(batch);
          }
          return aged;
        });
  }

  /**
   * Gives up everything.
   *
   * @return how many data that were
   */
  synchronized int giveUpAll() {
    cut();
    int data = 0;
    while (!batches.isEmpty()) {
      data += giveUpOldest();
    }
    return data;
  }

  private int giveUpOldest() {
    Batch batch = batches.removeFirst();
    giveUp(batch);
    return batch.data().size();
  }

  private void giveUp(Batch batch) {
    bytes -= batch.bytes();
    tally.dropped(batch.data().size());
  }
}
