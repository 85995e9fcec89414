package io.cachier.backend.sql;

import io.cachier.spi.EntryInfo;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Lists entries as they are asked for, on a thread of ours: subscribers are somebody else's code,
 * which must not hold up our workers.
 */
final class EntryPublisher implements Flow.Publisher<EntryInfo> {
  private final Supplier<Listed> lists;
  private final Executor executor;

  EntryPublisher(Supplier<Listed> lists, Executor executor) {
    this.lists = lists;
    this.executor = executor;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super EntryInfo> subscriber) {
    subscriber.onSubscribe(new Walker(subscriber, lists.get()));
  }

  private final class Walker implements Flow.Subscription, Runnable {
    private final Flow.Subscriber<? super EntryInfo> subscriber;
    private final Listed listed;
    private final AtomicLong demand = new AtomicLong();

    /** How often a run was asked for since the last one began: above 0, one is under way. */
    private final AtomicInteger wanted = new AtomicInteger();

    private volatile boolean ended;
    private volatile boolean badDemand;

    Walker(Flow.Subscriber<? super EntryInfo> subscriber, Listed listed) {
      this.subscriber = subscriber;
      this.listed = listed;
    }

    @Override
    public void request(long n) {
      if (ended) {
        return;
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
          subscriber.onError(SqlFailure.closed());
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
          } else if (listed.peek() == null) {
            ended = true;
            subscriber.onComplete();
          } else if (demand.get() == 0) {
            return;
          } else {
            demand.decrementAndGet();
            subscriber.onNext(listed.take());
          }
        }
      } catch (CompletionException failure) {
        ended = true;
        subscriber.onError(failure.getCause());
      }
    }

    private static long addUpToMost(long demand, long more) {
      long sum = demand + more;
      return sum < 0 ? Long.MAX_VALUE : sum;
    }
  }
}
