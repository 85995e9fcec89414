package io.cachier.core.file;

import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lists entries as they are asked for: each subscriber walks on its own, and only as far as its
 * demand goes. The worker is held while items are handed over, never while a subscriber thinks.
 */
final class EntryPublisher implements Flow.Publisher<EntryInfo> {
  /** Reads what there is to tell about an entry. */
  @FunctionalInterface
  interface Describer {
    /** Null: the entry is gone, or can't be read. */
    @Nullable EntryInfo describe(EntryKey key) throws IOException;
  }

  private final Supplier<FileWalk> walks;
  private final Describer describer;
  private final Executor executor;

  EntryPublisher(Supplier<FileWalk> walks, Describer describer, Executor executor) {
    this.walks = walks;
    this.describer = describer;
    this.executor = executor;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super EntryInfo> subscriber) {
    subscriber.onSubscribe(new Walker(subscriber, walks.get()));
  }

  private final class Walker implements Flow.Subscription, Runnable {
    private final Flow.Subscriber<? super EntryInfo> subscriber;
    private final FileWalk walk;
    private final AtomicLong demand = new AtomicLong();

    /** How often a run was asked for since the last one began: above 0, one is under way. */
    private final AtomicInteger wanted = new AtomicInteger();

    private volatile boolean ended;
    private volatile boolean badDemand;

    Walker(Flow.Subscriber<? super EntryInfo> subscriber, FileWalk walk) {
      this.subscriber = subscriber;
      this.walk = walk;
    }

    @Override
    public void request(long n) {
      if (ended) {
        return; // Before the demand grows: a run that is under way could still serve it.
      }
      if (n <= 0) {
        badDemand = true;
      } else {
        demand.accumulateAndGet(n, Walker::addUpToMost);
      }
      if (wanted.getAndIncrement() == 0) {
        try {
          executor.execute(this);
        } catch (RejectedExecutionException closed) {
          ended = true;
          subscriber.onError(FileFailure.closed());
        }
      }
    }

    @Override
    public void cancel() {
      ended = true;
    }

    @Override
    public void run() {
      int seen = wanted.get();
      do {
        handOver();
        seen = wanted.addAndGet(-seen);
      } while (seen > 0);
    }

    private void handOver() {
      try {
        while (!ended) {
          if (badDemand) {
            ended = true;
            subscriber.onError(new IllegalArgumentException("request(n) needs n > 0"));
          } else if (!walk.hasNext()) {
            ended = true;
            subscriber.onComplete();
          } else if (demand.get() == 0) {
            return;
          } else {
            EntryInfo info = describer.describe(walk.next());
            if (info != null) {
              demand.decrementAndGet();
              subscriber.onNext(info);
            }
          }
        }
      } catch (IOException failure) {
        ended = true;
        subscriber.onError(failure);
      }
    }

    private static long addUpToMost(long demand, long more) {
      long sum = demand + more;
      return sum < 0 ? Long.MAX_VALUE : sum;
    }
  }
}
