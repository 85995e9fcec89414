package io.cachier.tck;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** Publishes a list, made anew for each subscriber, on the thread that requests. */
final class ListPublisher<T> implements Flow.Publisher<T> {
  private final Supplier<List<T>> list;

  ListPublisher(Supplier<List<T>> list) {
    this.list = list;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    subscriber.onSubscribe(new Listed<>(list.get().iterator(), subscriber));
  }

  private static final class Listed<T> implements Flow.Subscription {
    private final Iterator<T> rest;
    private final Flow.Subscriber<? super T> subscriber;
    private long requested;
    private boolean emitting;
    private boolean ended;

    Listed(Iterator<T> rest, Flow.Subscriber<? super T> subscriber) {
      this.rest = rest;
      this.subscriber = subscriber;
    }

    @Override
    public synchronized void request(long n) {
      if (ended) {
        return;
      }
      if (n <= 0) {
        ended = true;
        subscriber.onError(new IllegalArgumentException("requested " + n + ", needs 1 or more"));
        return;
      }
      long sum = requested + n;
      requested = sum < 0 ? Long.MAX_VALUE : sum;
      // A request from within onNext only adds to the demand of the loop below it.
      if (!emitting) {
        emitting = true;
        emit();
        emitting = false;
      }
    }

    private void emit() {
      while (!ended && requested > 0 && rest.hasNext()) {
        requested--;
        subscriber.onNext(rest.next());
      }
      if (!ended && !rest.hasNext()) {
        ended = true;
        subscriber.onComplete();
      }
    }

    @Override
    public synchronized void cancel() {
      ended = true;
    }
  }
}
