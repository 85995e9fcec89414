package io.cachier.tck;

import io.cachier.spi.ChangeListener;
import io.cachier.spi.ChangeWatch;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Illnesses of B75 to B82. */
final class SickWatches {
  private SickWatches() {}

  static List<Illness> all() {
    return List.of(
        Illness.of("B75", "never says that it listens", (w, h) -> new NeverConnected(h)),
        Illness.of("B76", "tells of no store", (w, h) -> new Silent(w, h, Deed.STORE)),
        Illness.of("B76", "tells of its own stores alone", HearsItself::new),
        Illness.of("B77", "tells of no removal", (w, h) -> new Silent(w, h, Deed.REMOVE)),
        Illness.of("B78", "tells of no clearing", (w, h) -> new Silent(w, h, Deed.CLEAR)),
        Illness.of("B79", "tells of nothing that aged", (w, h) -> new Silent(w, h, Deed.AGE)),
        Illness.of("B80", "tells before it stores", TellsEarly::new),
        Illness.of("B81", "tells of all functions", TellsOfAll::new),
        Illness.of("B82", "goes on telling", (w, h) -> new NeverEnds(h)));
  }

  private enum Deed {
    STORE,
    REMOVE,
    CLEAR,
    AGE
  }

  /** Hands on what is told, unless it is silenced. */
  private record Muffled(ChangeListener listener, Supplier<Boolean> silenced)
      implements ChangeListener {
    @Override
    public void connected() {
      listener.connected();
    }

    @Override
    public void changed(EntryKey key) {
      if (!silenced.get()) {
        listener.changed(key);
      }
    }

    @Override
    public void cleared() {
      if (!silenced.get()) {
        listener.cleared();
      }
    }

    @Override
    public void lost() {
      listener.lost();
    }

    @Override
    public void unsupported(String reason) {
      listener.unsupported(reason);
    }
  }

  private static final class NeverConnected extends ForwardingBackend {
    NeverConnected(RemoteBackend healthy) {
      super(healthy);
    }

    @Override
    public Optional<ChangeWatch> watch(String function, ChangeListener listener) {
      return Optional.of(() -> {});
    }
  }

  /** Knows what is being done, and by which client. */
  private abstract static class Knowing extends ForwardingBackend {
    final Ward ward;

    Knowing(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    record Doing(Deed deed, RemoteBackend by) {}

    abstract boolean silences(Doing doing);

    private <T> CompletionStage<T> doing(Deed deed, Supplier<CompletionStage<T>> work) {
      ward.notes.put("doing", new Doing(deed, this));
      try {
        return work.get();
      } finally {
        ward.notes.remove("doing");
      }
    }

    @Override
    public Optional<ChangeWatch> watch(String function, ChangeListener listener) {
      return super.watch(
          function,
          new Muffled(
              listener, () -> ward.notes.get("doing") instanceof Doing doing && silences(doing)));
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      return doing(Deed.STORE, () -> super.store(key, payload, token, retention));
    }

    @Override
    public CompletionStage<Boolean> remove(EntryKey key) {
      return doing(Deed.REMOVE, () -> super.remove(key));
    }

    @Override
    public CompletionStage<Long> clear(String function) {
      return doing(Deed.CLEAR, () -> super.clear(function));
    }

    @Override
    public CompletionStage<Long> removeOlderThan(String function, Duration age) {
      return doing(Deed.AGE, () -> super.removeOlderThan(function, age));
    }
  }

  private static final class Silent extends Knowing {
    private final Deed untold;

    Silent(Ward ward, RemoteBackend healthy, Deed untold) {
      super(ward, healthy);
      this.untold = untold;
    }

    @Override
    boolean silences(Doing doing) {
      return doing.deed() == untold;
    }
  }

  private static final class HearsItself extends Knowing {
    HearsItself(Ward ward, RemoteBackend healthy) {
      super(ward, healthy);
    }

    @Override
    boolean silences(Doing doing) {
      return doing.deed() == Deed.STORE && doing.by() != this;
    }
  }

  private record Told(String function, ChangeListener listener) {}

  /** All who watch, of any client and function. */
  private abstract static class Gossip extends Knowing {
    Gossip(Ward ward, RemoteBackend healthy) {
      super(ward, healthy);
    }

    @Override
    boolean silences(Doing doing) {
      return false;
    }

    @SuppressWarnings("unchecked")
    final List<Told> all() {
      return (List<Told>)
          ward.notes.computeIfAbsent("gossip", k -> new CopyOnWriteArrayList<Told>());
    }

    @Override
    public Optional<ChangeWatch> watch(String function, ChangeListener listener) {
      Told told = new Told(function, listener);
      all().add(told);
      Optional<ChangeWatch> healthyWatch = super.watch(function, listener);
      return healthyWatch.map(
          watch ->
              () -> {
                all().remove(told);
                watch.close();
              });
    }
  }

  private static final class TellsEarly extends Gossip {
    TellsEarly(Ward ward, RemoteBackend healthy) {
      super(ward, healthy);
    }

    @Override
    boolean silences(Doing doing) {
      return doing.deed() == Deed.STORE;
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      all().stream()
          .filter(told -> told.function().equals(key.function()))
          .forEach(told -> told.listener().changed(key));
      return super.store(key, payload, token, retention);
    }
  }

  private static final class TellsOfAll extends Gossip {
    TellsOfAll(Ward ward, RemoteBackend healthy) {
      super(ward, healthy);
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      CompletionStage<Boolean> stored = super.store(key, payload, token, retention);
      all().forEach(told -> told.listener().changed(key));
      return stored;
    }
  }

  private static final class NeverEnds extends ForwardingBackend {
    NeverEnds(RemoteBackend healthy) {
      super(healthy);
    }

    @Override
    public Optional<ChangeWatch> watch(String function, ChangeListener listener) {
      return super.watch(function, listener).map(watch -> () -> {});
    }
  }
}
