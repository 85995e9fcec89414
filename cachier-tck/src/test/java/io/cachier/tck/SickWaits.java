package io.cachier.tck;

import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Illnesses of B40 to B51. */
final class SickWaits {
  private SickWaits() {}

  static List<Illness> all() {
    return List.of(
        Illness.of("B40", "waits for nothing", WaitsForNothing::new),
        Illness.of("B41", "sleeps through a release", deafTo(Watched.End.RELEASED)),
        Illness.of("B42", "sleeps through a store", deafTo(Watched.End.STORED)),
        Illness.of("B42", "sleeps through an unfenced store", deafTo(Watched.End.UNFENCED)),
        Illness.of("B43", "sleeps through a removal", deafTo(Watched.End.REMOVED)),
        Illness.of("B44", "sleeps through a clearing", deafTo(Watched.End.CLEARED)),
        Illness.of(
            "B45", "sleeps through a clearing of claims", deafTo(Watched.End.CLAIMS_CLEARED)),
        Illness.of("B46", "waits for a dead holder", deafTo(Watched.End.LEASE_OVER)),
        Illness.of("B47", "forgets how long it may wait", deafTo(Watched.End.AT_MOST)),
        Illness.of("B48", "hears itself alone", (w, h) -> new Watched.Deaf(w, h, null)),
        Illness.of("B49", "wakes the first alone", (w, h) -> new WakesOne(h)),
        Illness.of("B50", "cancels all with one", (w, h) -> new SharedWait(h)),
        Illness.of("B51", "looks only now and then", (w, h) -> new Slow(h)));
  }

  private static Illness.Plain deafTo(Watched.End end) {
    return (ward, healthy) -> new Watched.Deaf(ward, healthy, end);
  }

  private static final class WaitsForNothing extends ForwardingBackend {
    private final Ward ward;

    WaitsForNothing(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
      return ward.slot(key).token == 0
          ? new CompletableFuture<>()
          : super.awaitSettled(key, atMost);
    }
  }

  private static final class WakesOne extends ForwardingBackend {
    private final Map<EntryKey, Boolean> waiting = new ConcurrentHashMap<>();

    WakesOne(RemoteBackend healthy) {
      super(healthy);
    }

    @Override
    public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
      return waiting.putIfAbsent(key, true) == null
          ? super.awaitSettled(key, atMost)
          : new CompletableFuture<>();
    }
  }

  private static final class SharedWait extends ForwardingBackend {
    private final Map<EntryKey, CompletionStage<Void>> waiting = new ConcurrentHashMap<>();

    SharedWait(RemoteBackend healthy) {
      super(healthy);
    }

    @Override
    public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
      return waiting.computeIfAbsent(key, k -> super.awaitSettled(k, atMost));
    }
  }

  private static final class Slow extends ForwardingBackend {
    Slow(RemoteBackend healthy) {
      super(healthy);
    }

    @Override
    public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
      return super.awaitSettled(key, atMost)
          .thenCompose(
              nothing ->
                  CompletableFuture.runAsync(
                      () -> {}, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS)));
    }
  }
}
