package io.cachier.backend.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * What a publisher of the driver's says, as a future: completed once, by whichever signal comes
 * first. Cancelling the future cancels the subscription. It is completed on a thread of the
 * driver's, so what hangs on it must not block.
 *
 * @param <T> what the publisher gives
 * @param <R> what is made of it
 */
abstract class Answer<T, R extends @Nullable Object> extends CompletableFuture<R>
    implements Subscriber<T> {
  /** What is there instead of a subscription once there is to be none. */
  private static final Subscription NONE =
      new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
      };

  private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();
  private final Subscriptions open;
  private final long demand;

  private Answer(Subscriptions open, long demand) {
    this.open = open;
    this.demand = demand;
  }

  /** The first value, null if there is none; the rest is not asked for. */
  static <T> CompletableFuture<@Nullable T> first(Publisher<T> publisher, Subscriptions open) {
    return new First<T>(open).subscribed(publisher);
  }

  /** All values, of a publisher that has so many at most; if it has more, the rest is cancelled. */
  static <T> CompletableFuture<List<T>> all(Publisher<T> publisher, int most, Subscriptions open) {
    return new All<T>(open, most).subscribed(publisher);
  }

  final CompletableFuture<R> subscribed(Publisher<T> publisher) {
    try {
      publisher.subscribe(this);
    } catch (RuntimeException failure) {
      // The driver throws, for example, when its client is closed.
      onError(failure);
    }
    return this;
  }

  @Override
  public final void onSubscribe(Subscription given) {
    if (subscription.compareAndSet(null, given)) {
      open.opened();
      given.request(demand);
    } else {
      given.cancel();
    }
  }

  @Override
  public final void onError(Throwable failure) {
    end();
    completeExceptionally(failure);
  }

  /** Completes; whatever the publisher would still say is of no interest. */
  final void enough(R result) {
    end().cancel();
    complete(result);
  }

  /** Completes; the publisher has said all. */
  final void over(@Nullable R result) {
    end();
    complete(result);
  }

  @Override
  public final boolean cancel(boolean mayInterrupt) {
    boolean cancelled = super.cancel(mayInterrupt);
    if (cancelled) {
      end().cancel();
    }
    return cancelled;
  }

  /** Gives the subscription up, and says which it was. */
  private Subscription end() {
    Subscription held = subscription.getAndSet(NONE);
    if (held == null || held == NONE) {
      return NONE;
    }
    open.ended();
    return held;
  }

  private static final class First<T> extends Answer<T, @Nullable T> {
    First(Subscriptions open) {
      super(open, 1);
    }

    @Override
    public void onNext(T value) {
      enough(value);
    }

    @Override
    public void onComplete() {
      over(null);
    }
  }

  private static final class All<T> extends Answer<T, List<T>> {
    private final List<T> values = new ArrayList<>();
    private final int most;

    All(Subscriptions open, int most) {
      super(open, most);
      this.most = most;
    }

    @Override
    public void onNext(T value) {
      if (values.size() < most) {
        values.add(value);
        if (values.size() == most) {
          enough(values);
        }
      }
    }

    @Override
    public void onComplete() {
      over(values);
    }
  }
}
