package io.cachier.tck;

import io.cachier.spi.EntryInfo;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Usage;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Illnesses of B61 to B66. */
final class SickListings {
  private SickListings() {}

  static List<Illness> all() {
    return List.of(
        Illness.of(
            "B61",
            "adds its header to the size",
            (w, h) ->
                naming(h, e -> new EntryInfo(e.key(), e.age(), e.sizeBytes() + 8, e.claimed()))),
        Illness.of(
            "B61",
            "knows no age",
            (w, h) ->
                naming(h, e -> new EntryInfo(e.key(), Duration.ZERO, e.sizeBytes(), e.claimed()))),
        Illness.of("B62", "gives all at once", (w, h) -> subscribing(h, GivesAll::new)),
        Illness.of("B63", "goes on after a cancel", (w, h) -> subscribing(h, GoesOn::new)),
        Illness.of("B64", "ignores a bad request", (w, h) -> subscribing(h, Lenient::new)),
        Illness.of("B65", "lists once", (w, h) -> once(h)),
        Illness.of("B65", "never ends when empty", (w, h) -> endless(w, h)),
        Illness.of(
            "B66",
            "says 0 bytes since it can't tell",
            (w, h) -> using(w, h, u -> new Usage(u.entries(), OptionalLong.of(0)))),
        Illness.of(
            "B66",
            "tells the usage of some time ago",
            (w, h) -> using(w, h, u -> (Usage) w.notes.computeIfAbsent("usage", k -> u))));
  }

  private interface Subscriptions {
    Flow.Subscription of(Flow.Subscription healthy);
  }

  private static RemoteBackend listing(
      RemoteBackend healthy, UnaryOperator<Flow.Publisher<EntryInfo>> change) {
    return new ForwardingBackend(healthy) {
      @Override
      public Flow.Publisher<EntryInfo> entries(String function) {
        return change.apply(super.entries(function));
      }
    };
  }

  private static RemoteBackend using(
      Ward ward, RemoteBackend healthy, UnaryOperator<Usage> change) {
    return new ForwardingBackend(healthy) {
      @Override
      public CompletionStage<Usage> usage(String function) {
        // By name, so that functions of similar names are not mixed up too, which is B68.
        boolean own = ward.notes.putIfAbsent("function", function) == null;
        return own || function.equals(ward.notes.get("function"))
            ? super.usage(function).thenApply(change)
            : super.usage(function);
      }
    };
  }

  private static RemoteBackend naming(RemoteBackend healthy, UnaryOperator<EntryInfo> change) {
    return listing(
        healthy,
        publisher ->
            subscriber ->
                publisher.subscribe(
                    new Passing(subscriber) {
                      @Override
                      public void onNext(EntryInfo entry) {
                        super.onNext(change.apply(entry));
                      }
                    }));
  }

  private static RemoteBackend subscribing(RemoteBackend healthy, Subscriptions subscriptions) {
    return listing(
        healthy,
        publisher ->
            subscriber ->
                publisher.subscribe(
                    new Passing(subscriber) {
                      @Override
                      public void onSubscribe(Flow.Subscription subscription) {
                        super.onSubscribe(subscriptions.of(subscription));
                      }
                    }));
  }

  private static RemoteBackend once(RemoteBackend healthy) {
    return listing(
        healthy,
        publisher -> {
          AtomicBoolean listed = new AtomicBoolean();
          return subscriber -> {
            if (listed.compareAndSet(false, true)) {
              publisher.subscribe(subscriber);
            } else {
              new ListPublisher<EntryInfo>(List::of).subscribe(subscriber);
            }
          };
        });
  }

  private static RemoteBackend endless(Ward ward, RemoteBackend healthy) {
    return new ForwardingBackend(healthy) {
      @Override
      public Flow.Publisher<EntryInfo> entries(String function) {
        synchronized (ward.store) {
          return ward.store.function(function).isEmpty()
              ? subscriber -> subscriber.onSubscribe(new Silent())
              : super.entries(function);
        }
      }
    };
  }

  private static final class Silent implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }

  private record GivesAll(Flow.Subscription healthy) implements Flow.Subscription {
    @Override
    public void request(long n) {
      healthy.request(n <= 0 ? n : Long.MAX_VALUE);
    }

    @Override
    public void cancel() {
      healthy.cancel();
    }
  }

  private record GoesOn(Flow.Subscription healthy) implements Flow.Subscription {
    @Override
    public void request(long n) {
      healthy.request(n);
    }

    @Override
    public void cancel() {}
  }

  private record Lenient(Flow.Subscription healthy) implements Flow.Subscription {
    @Override
    public void request(long n) {
      if (n > 0) {
        healthy.request(n);
      }
    }

    @Override
    public void cancel() {
      healthy.cancel();
    }
  }

  private static class Passing implements Flow.Subscriber<EntryInfo> {
    private final Flow.Subscriber<? super EntryInfo> subscriber;

    Passing(Flow.Subscriber<? super EntryInfo> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscriber.onSubscribe(subscription);
    }

    @Override
    public void onNext(EntryInfo entry) {
      subscriber.onNext(entry);
    }

    @Override
    public void onError(@Nullable Throwable failure) {
      subscriber.onError(failure);
    }

    @Override
    public void onComplete() {
      subscriber.onComplete();
    }
  }
}
