package io.cachier.core;

import io.cachier.BackendException;
import io.cachier.spi.EntryInfo;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a backend publishes, as a stream: asks for some entries ahead of its reader and no more, and
 * waits for the next so long and no longer. An interrupt does not end the wait; the flag is set
 * when it is over.
 */
final class EntryListing extends Spliterators.AbstractSpliterator<EntryInfo>
    implements Flow.Subscriber<EntryInfo> {
  static final int AHEAD = 64;

  /** Told once how the listing ended. */
  interface End {
    /** Everything was read, or the reader had enough. */
    void succeeded(long waitedNanos);

    /** The backend failed; gives what the reader is thrown. */
    BackendException failed(Throwable failure, long waitedNanos);
  }

  private sealed interface Signal {}

  private record Next(EntryInfo entry) implements Signal {}

  private record Failed(Throwable failure) implements Signal {}

  private enum Complete implements Signal {
    INSTANCE
  }

  private final long boundNanos;
  private final End end;

  /** As long as what was asked for, and the end. */
  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(AHEAD + 1);

  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean over;

  /** The reader's own. */
  private int read;

  private long waitedNanos;

  private EntryListing(long boundNanos, End end) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.boundNanos = boundNanos;
    this.end = end;
  }

  static Stream<EntryInfo> of(
      Supplier<Flow.Publisher<EntryInfo>> publisher, long boundNanos, End end) {
    EntryListing listing = new EntryListing(boundNanos, end);
    try {
      publisher.get().subscribe(listing);
    } catch (RuntimeException | LinkageError failure) {
      // Told to the reader, like any failure of a backend.
      listing.onError(failure);
    }
    return StreamSupport.stream(listing, false).onClose(listing::close);
  }

  @Override
  public void onSubscribe(Flow.Subscription itsSubscription) {
    subscription = itsSubscription;
    if (over) {
      itsSubscription.cancel();
    } else {
      itsSubscription.request(AHEAD);
    }
  }

  @Override
  public void onNext(EntryInfo entry) {
    if (!over && !signals.offer(new Next(entry))) {
      signals.clear();
      onError(new IllegalStateException("gave more entries than were asked for"));
    }
  }

  @Override
  public void onError(Throwable failure) {
    signals.offer(new Failed(failure));
  }

  @Override
  public void onComplete() {
    signals.offer(Complete.INSTANCE);
  }

  @Override
  public boolean tryAdvance(Consumer<? super EntryInfo> reader) {
    if (over) {
      return false;
    }
    Signal signal = await();
    if (signal instanceof Next next) {
      Flow.Subscription current = subscription;
      if (++read % (AHEAD / 2) == 0 && current != null) {
        current.request(AHEAD / 2);
      }
      reader.accept(next.entry());
      return true;
    }
    over = true;
    if (signal instanceof Failed failed) {
      cancel();
      throw end.failed(failed.failure(), waitedNanos);
    }
    end.succeeded(waitedNanos);
    return false;
  }

  private Signal await() {
    boolean interrupted = false;
    Signal signal = signals.poll();
    long beganNanos = System.nanoTime();
    try {
      while (signal == null) {
        long leftNanos = boundNanos - (System.nanoTime() - beganNanos);
        if (leftNanos <= 0) {
          return new Failed(
              new TimeoutException(
                  "no entry within " + TimeUnit.NANOSECONDS.toMillis(boundNanos) + " ms"));
        }
        try {
          signal = signals.poll(leftNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return signal;
    } finally {
      waitedNanos += System.nanoTime() - beganNanos;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void close() {
    if (!over) {
      over = true;
      cancel();
      end.succeeded(waitedNanos);
    }
  }

  private void cancel() {
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }
}
