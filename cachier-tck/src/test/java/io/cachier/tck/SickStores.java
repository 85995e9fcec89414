package io.cachier.tck;

import static io.cachier.tck.Patient.answer;

import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import io.cachier.tck.ReferenceStore.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Illnesses of B22 to B39. */
final class SickStores {
  private SickStores() {}

  static List<Illness> all() {
    return List.of(
        Illness.of(
            "B22",
            "denies what it stored",
            (w, h) -> after(w, h, (k, p, t, old, stored) -> stored && t == 0)),
        Illness.of("B22", "stores nothing and says it did", Forgetful::new),
        Illness.of(
            "B23",
            "keeps the claim it stored under",
            (w, h) -> staysClaimed(w, h, (token, before) -> token != 0)),
        Illness.of("B24", "lets a replaced holder store", unfenced(Watched.End.REPLACED)),
        Illness.of("B25", "lets a removed value come back", unfenced(Watched.End.REMOVED)),
        Illness.of("B26", "lets a cleared value come back", unfenced(Watched.End.CLEARED)),
        Illness.of("B27", "stores under cleared claims", unfenced(Watched.End.CLAIMS_CLEARED)),
        Illness.of("B28", "lets a late holder win", unfenced(Watched.End.UNFENCED)),
        Illness.of("B29", "stores under a released claim", unfenced(Watched.End.RELEASED)),
        Illness.of("B30", "stores twice under a token", unfenced(Watched.End.STORED)),
        Illness.of("B31", "takes any token", (w, h) -> new Watched.Unfenced(w, h, null)),
        Illness.of(
            "B32", "ends the claim that stands", refusing((ward, slot, p) -> slot.token = 0)),
        Illness.of("B32", "stores what it refuses", refusing((ward, slot, p) -> slot.payload = p)),
        Illness.of(
            "B32",
            "makes an entry young by refusing another",
            refusing((ward, slot, p) -> slot.storedNanos = ward.store.now())),
        Illness.of("B33", "refuses an unfenced store beside a claim", RefusesUnfenced::new),
        Illness.of(
            "B33",
            "keeps a claim beside an unfenced store",
            (w, h) -> staysClaimed(w, h, (token, before) -> token == 0 && before != 0)),
        Illness.of("B34", "drops an entry before its time", (w, h) -> new Retention(w, h, true)),
        Illness.of("B35", "keeps the first retention", (w, h) -> new Retention(w, h, false)),
        Illness.of("B36", "shows half of what is being written", Torn::new),
        Illness.of("B37", "says that everything is new", (w, h) -> aging(h, age -> 0)),
        Illness.of("B37", "counts age in microseconds", (w, h) -> aging(h, age -> age * 1_000)),
        Illness.of("B38", "keeps the first time of a key", FirstTime::new),
        Illness.of("B39", "counts age from its own opening", OwnTime::new));
  }

  private static Illness.Plain unfenced(Watched.End end) {
    return (ward, healthy) -> new Watched.Unfenced(ward, healthy, end);
  }

  private interface After {
    boolean store(EntryKey key, byte[] payload, long token, long before, boolean stored);
  }

  private interface Stays {
    boolean claimed(long token, long before);
  }

  private interface Refusal {
    void change(Ward ward, Slot slot, byte[] payload);
  }

  private interface Aging {
    long of(long ageNanos);
  }

  private static ForwardingBackend after(Ward ward, RemoteBackend healthy, After after) {
    return new ForwardingBackend(healthy) {
      @Override
      public CompletionStage<Boolean> store(
          EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
        long before = ward.slot(key).token;
        return super.store(key, payload, token, retention)
            .thenApply(stored -> after.store(key, payload, token, before, stored));
      }
    };
  }

  private static Illness.Plain refusing(Refusal refusal) {
    return (ward, healthy) ->
        after(
            ward,
            healthy,
            (key, payload, token, before, stored) -> {
              if (!stored) {
                refusal.change(ward, ward.slot(key), payload);
              }
              return stored;
            });
  }

  private static RemoteBackend staysClaimed(Ward ward, RemoteBackend healthy, Stays stays) {
    RemoteBackend storing =
        after(
            ward,
            healthy,
            (key, payload, token, before, stored) -> {
              if (stored && stays.claimed(token, before)) {
                ward.forceClaim(key);
              }
              return stored;
            });
    return new ForwardingBackend(storing) {
      @Override
      public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
        return super.awaitSettled(key, Duration.ZERO);
      }
    };
  }

  private static RemoteBackend aging(RemoteBackend healthy, Aging aging) {
    return SickLookups.lookups(healthy, found -> aged(found, aging));
  }

  private static Lookup aged(Lookup found, Aging aging) {
    Lookup.Stored stored = found.stored();
    return stored == null
        ? found
        : new Lookup(
            new Lookup.Stored(stored.payload(), aging.of(stored.ageNanos()), stored.version()),
            found.claimed());
  }

  private static final class Forgetful extends ForwardingBackend {
    Forgetful(Ward ward, RemoteBackend healthy) {
      super(healthy);
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      return token == UNFENCED
          ? super.store(key, payload, token, retention)
          : super.release(key, token);
    }
  }

  private static final class RefusesUnfenced extends ForwardingBackend {
    private final Ward ward;

    RefusesUnfenced(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      return token == UNFENCED && ward.slot(key).token != 0
          ? answer(false)
          : super.store(key, payload, token, retention);
    }
  }

  private static final class Retention extends ForwardingBackend {
    private final Ward ward;
    private final boolean early;

    Retention(Ward ward, RemoteBackend healthy, boolean early) {
      super(healthy);
      this.ward = ward;
      this.early = early;
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      long now = ward.ticker.nanos();
      if (early) {
        ward.notes.remove(key);
        retention.ifPresent(time -> ward.notes.put(key, now + time.toNanos() / 2));
      } else {
        retention.ifPresent(time -> ward.notes.putIfAbsent(key, now + time.toNanos()));
      }
      return super.store(key, payload, token, retention);
    }

    @Override
    public CompletionStage<Lookup> lookup(EntryKey key) {
      Object dropNanos = ward.notes.get(key);
      return dropNanos != null && (Long) dropNanos - ward.ticker.nanos() < 0
          ? answer(Lookup.NOTHING)
          : super.lookup(key);
    }
  }

  private static final class Torn extends ForwardingBackend {
    private final Ward ward;

    Torn(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      // Writes by the test's own thread are whole. Once others have written beside it, half of its
      // last one shows for ever: no reader has to come at the right moment.
      boolean beside = Thread.currentThread().getName().equals("cachier-tck-writer");
      ward.notes.put(beside ? "beside" : key, payload);
      return super.store(key, payload, token, retention);
    }

    @Override
    public CompletionStage<Lookup> lookup(EntryKey key) {
      Object earlier = ward.notes.containsKey("beside") ? ward.notes.get(key) : null;
      return super.lookup(key)
          .thenApply(
              found -> {
                if (found.stored() != null && earlier instanceof byte[] half) {
                  System.arraycopy(half, 0, found.stored().payload(), 0, half.length / 2);
                }
                return found;
              });
    }
  }

  private static final class FirstTime extends ForwardingBackend {
    private final Ward ward;

    FirstTime(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      CompletionStage<Boolean> stored = super.store(key, payload, token, retention);
      Slot slot = ward.slot(key);
      slot.storedNanos = (Long) ward.notes.computeIfAbsent(key, k -> slot.storedNanos);
      return stored;
    }
  }

  private static final class OwnTime extends ForwardingBackend {
    private final Ward ward;
    private final long openedNanos;

    OwnTime(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
      this.openedNanos = ward.ticker.nanos();
    }

    @Override
    public CompletionStage<Lookup> lookup(EntryKey key) {
      long open = ward.ticker.nanos() - openedNanos;
      return super.lookup(key).thenApply(found -> aged(found, age -> Math.min(age, open)));
    }
  }
}
