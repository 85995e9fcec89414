package io.cachier.tck;

import static io.cachier.tck.Patient.answer;

import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import io.cachier.tck.ReferenceStore.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Illnesses of B17 to B21. */
final class SickHolders {
  private SickHolders() {}

  private interface Renewal {
    boolean of(Slot slot, long token, Duration lease, RemoteBackend healthy, EntryKey key);
  }

  static List<Illness> all() {
    return List.of(
        Illness.of(
            "B17", "says it renews", (w, h) -> renewing(w, h, (s, t, l, b, k) -> s.token == t)),
        Illness.of(
            "B18",
            "says yes to who lost the claim",
            (w, h) ->
                renewing(
                    w,
                    h,
                    (s, t, l, b, k) -> {
                      b.renew(k, t, l);
                      return true;
                    })),
        Illness.of("B18", "brings an ended claim back", (w, h) -> renewing(w, h, resurrecting(w))),
        Illness.of("B19", "says it releases", StaysClaimed::new),
        Illness.of(
            "B20", "lets anybody release, and says so", (w, h) -> new ReleasesAny(w, h, true)),
        Illness.of(
            "B20", "lets anybody release in silence", (w, h) -> new ReleasesAny(w, h, false)),
        Illness.of("B21", "refuses a late store", (w, h) -> new NoLate(w, h, true)),
        Illness.of("B21", "refuses a late renewal", (w, h) -> new NoLate(w, h, false)));
  }

  private static Renewal resurrecting(Ward ward) {
    return (slot, token, lease, healthy, key) -> {
      if (slot.token == 0 || slot.token == token) {
        slot.token = token;
        slot.leaseEndNanos = ward.store.now() + lease.toNanos();
      }
      return slot.token == token;
    };
  }

  private static RemoteBackend renewing(Ward ward, RemoteBackend healthy, Renewal renewal) {
    return new ForwardingBackend(healthy) {
      @Override
      public CompletionStage<Boolean> renew(EntryKey key, long token, Duration lease) {
        return answer(renewal.of(ward.slot(key), token, lease, healthy, key));
      }
    };
  }

  private static final class StaysClaimed extends ForwardingBackend {
    private final Ward ward;

    StaysClaimed(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Boolean> release(EntryKey key, long token) {
      return super.release(key, token)
          .thenApply(
              released -> {
                if (released) {
                  ward.forceClaim(key);
                }
                return released;
              });
    }

    /** Wakes at once, which is allowed: so only the claim itself is at fault. */
    @Override
    public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
      return super.awaitSettled(key, Duration.ZERO);
    }
  }

  private static final class ReleasesAny extends ForwardingBackend {
    private final Ward ward;
    private final boolean tells;

    ReleasesAny(Ward ward, RemoteBackend healthy, boolean tells) {
      super(healthy);
      this.ward = ward;
      this.tells = tells;
    }

    @Override
    public CompletionStage<Boolean> release(EntryKey key, long token) {
      Slot slot = ward.slot(key);
      boolean foreign = slot.token != 0 && slot.token != token;
      return super.release(key, slot.token)
          .thenApply(released -> foreign ? released && tells : released);
    }
  }

  private static final class NoLate extends ForwardingBackend {
    private final Ward ward;
    private final boolean stores;

    NoLate(Ward ward, RemoteBackend healthy, boolean stores) {
      super(healthy);
      this.ward = ward;
      this.stores = stores;
    }

    private boolean late(EntryKey key, long token) {
      synchronized (ward.store) {
        Slot slot = ward.store.slot(key);
        return token != 0 && slot.token == token && !ward.store.claimed(slot);
      }
    }

    @Override
    public CompletionStage<Boolean> renew(EntryKey key, long token, Duration lease) {
      return !stores && late(key, token) ? answer(false) : super.renew(key, token, lease);
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      return stores && late(key, token)
          ? answer(false)
          : super.store(key, payload, token, retention);
    }
  }
}
