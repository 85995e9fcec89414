package io.cachier.tck;

import io.cachier.spi.EntryInfo;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A subscriber that asks for what it is told to ask for, and keeps what it is given. */
final class Listing implements Flow.Subscriber<EntryInfo> {
  private static final long PATIENCE_SECONDS = 3;

  private final List<EntryInfo> given = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();

  static Listing of(Flow.Publisher<EntryInfo> publisher) {
    Listing listing = new Listing();
    publisher.subscribe(listing);
    return listing;
  }

  /** Asks for more; waits for the subscription, which may come on another thread. */
  Listing request(long n) {
    subscription.join().request(n);
    return this;
  }

  void cancel() {
    subscription.join().cancel();
  }

  List<EntryInfo> given() {
    return given;
  }

  boolean hasEnded() {
    return end.isDone();
  }

  /** Returns the error, or nothing when the listing ended well. */
  Optional<Throwable> awaitEnd() {
    try {
      return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError("the listing did not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription granted) {
    subscription.complete(Objects.requireNonNull(granted));
  }

  @Override
  public void onNext(EntryInfo entry) {
    given.add(entry);
  }

  @Override
  public void onError(@Nullable Throwable failure) {
    end.complete(Optional.of(Objects.requireNonNull(failure)));
  }

  @Override
  public void onComplete() {
    end.complete(Optional.empty());
  }
}
