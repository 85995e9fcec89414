package io.cachier.tck;

import static io.cachier.tck.Patient.answer;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import io.cachier.tck.ReferenceStore.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

/** Illnesses of B8 to B16. */
final class SickClaims {
  private SickClaims() {}

  static List<Illness> all() {
    return List.of(
        Illness.of("B8", "grants tokens below zero", (w, h) -> new Negative(h)),
        Illness.of("B8", "never grants", (w, h) -> claims(h, (k, l, c) -> held(1))),
        Illness.of("B9", "looks first and claims then", LooksThenClaims::new),
        Illness.of(
            "B10",
            "tells the whole lease",
            (w, h) -> claims(h, (k, l, c) -> c instanceof Claim.Held ? new Claim.Held(l) : c)),
        Illness.of(
            "B10",
            "tells no lease",
            (w, h) -> claims(h, (k, l, c) -> c instanceof Claim.Held ? held(0) : c)),
        Illness.of("B11", "keeps claims to each client", PerClient::new),
        Illness.of("B12", "claims the whole function", (w, h) -> new TooWide(w, h, false)),
        Illness.of("B12", "claims the digest in all functions", (w, h) -> new TooWide(w, h, true)),
        Illness.of("B13", "keeps a dead holder's claim", KeepsDeadClaims::new),
        Illness.of("B14", "counts tokens anew after removal", RecountsTokens::new),
        Illness.of(
            "B15",
            "never tells the version",
            (w, h) ->
                claims(
                    h,
                    (k, l, c) ->
                        c instanceof Claim.Granted g ? new Claim.Granted(g.token(), 0) : c)),
        Illness.of(
            "B16",
            "makes a stale entry young by claiming it",
            (w, h) -> touching(w, h, (slot) -> slot.storedNanos = w.store.now())),
        Illness.of(
            "B16",
            "makes a new version by claiming",
            (w, h) -> touching(w, h, (slot) -> slot.version++)),
        Illness.of("B16", "drops the entry with the claim", (w, h) -> dropping(w, h)),
        Illness.of("B16", "makes a stale entry young by renewing", (w, h) -> renewing(w, h)));
  }

  private interface Change {
    Claim of(EntryKey key, Duration lease, Claim claim);
  }

  private interface Touch {
    void slot(Slot slot);
  }

  private static Claim held(long millis) {
    return new Claim.Held(Duration.ofMillis(millis));
  }

  private static RemoteBackend claims(RemoteBackend healthy, Change change) {
    return new ForwardingBackend(healthy) {
      @Override
      public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
        return super.claim(key, owner, lease).thenApply(claim -> change.of(key, lease, claim));
      }
    };
  }

  private static RemoteBackend touching(Ward ward, RemoteBackend healthy, Touch touch) {
    return claims(
        healthy,
        (key, lease, claim) -> {
          touch.slot(ward.slot(key));
          return claim instanceof Claim.Granted granted && granted.version() != 0
              ? new Claim.Granted(granted.token(), ward.slot(key).version)
              : claim;
        });
  }

  private static RemoteBackend dropping(Ward ward, RemoteBackend healthy) {
    return new ForwardingBackend(healthy) {
      @Override
      public CompletionStage<Boolean> release(EntryKey key, long token) {
        ward.slot(key).payload = null;
        return super.release(key, token);
      }
    };
  }

  private static RemoteBackend renewing(Ward ward, RemoteBackend healthy) {
    return new ForwardingBackend(healthy) {
      @Override
      public CompletionStage<Boolean> renew(EntryKey key, long token, Duration lease) {
        ward.slot(key).storedNanos = ward.store.now();
        return super.renew(key, token, lease);
      }
    };
  }

  private static final class Negative extends ForwardingBackend {
    Negative(RemoteBackend healthy) {
      super(healthy);
    }

    @Override
    public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
      return super.claim(key, owner, lease)
          .thenApply(
              claim ->
                  claim instanceof Claim.Granted granted
                      ? new Claim.Granted(-granted.token(), granted.version())
                      : claim);
    }

    @Override
    public CompletionStage<Boolean> renew(EntryKey key, long token, Duration lease) {
      return super.renew(key, -token, lease);
    }

    @Override
    public CompletionStage<Boolean> release(EntryKey key, long token) {
      return super.release(key, -token);
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      return super.store(key, payload, -token, retention);
    }
  }

  private static final class LooksThenClaims extends ForwardingBackend {
    private final Ward ward;

    LooksThenClaims(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
      boolean claimed;
      synchronized (ward.store) {
        claimed = ward.store.claimed(ward.store.slot(key));
      }
      if (claimed) {
        return super.claim(key, owner, lease);
      }
      LockSupport.parkNanos(2_000_000);
      synchronized (ward.store) {
        Slot slot = ward.store.slot(key);
        return answer(new Claim.Granted(ward.store.grant(slot, lease), slot.version));
      }
    }
  }

  private static final class PerClient extends ForwardingBackend {
    private final Ward ward;

    PerClient(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
      Slot slot = ward.slot(key);
      // In one step, or two threads of one client would both be granted: that is another illness.
      synchronized (ward.store) {
        if (ward.notes.get(slot.token) != this) {
          slot.token = 0;
        }
        return super.claim(key, owner, lease)
            .thenApply(
                claim -> {
                  if (claim instanceof Claim.Granted granted) {
                    ward.notes.put(granted.token(), this);
                  }
                  return claim;
                });
      }
    }
  }

  private static final class TooWide extends ForwardingBackend {
    private final Ward ward;
    private final boolean overFunctions;

    TooWide(Ward ward, RemoteBackend healthy, boolean overFunctions) {
      super(healthy);
      this.ward = ward;
      this.overFunctions = overFunctions;
    }

    @Override
    public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
      return othersClaim(key) ? answer(held(1_000)) : super.claim(key, owner, lease);
    }

    private boolean othersClaim(EntryKey key) {
      ward.notes.put(key, true);
      synchronized (ward.store) {
        return ward.notes.keySet().stream()
            .map(EntryKey.class::cast)
            .filter(
                other ->
                    overFunctions
                        ? !other.function().equals(key.function()) && other.hex().equals(key.hex())
                        : other.function().equals(key.function()) && !other.equals(key))
            .anyMatch(other -> ward.store.claimed(ward.store.slot(other)));
      }
    }
  }

  private static final class KeepsDeadClaims extends ForwardingBackend {
    private final Ward ward;

    KeepsDeadClaims(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
      synchronized (ward.store) {
        Slot slot = ward.store.slot(key);
        return slot.token != 0 && !ward.store.claimed(slot)
            ? answer(held(1))
            : super.claim(key, owner, lease);
      }
    }
  }

  private static final class RecountsTokens extends ForwardingBackend {
    private record Token(EntryKey key, long number) {}

    private final Ward ward;

    RecountsTokens(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
      return super.claim(key, owner, lease)
          .thenApply(
              claim -> {
                if (!(claim instanceof Claim.Granted granted)) {
                  return claim;
                }
                long number = (Long) ward.notes.merge(key, 1L, (old, one) -> (Long) old + 1);
                ward.notes.put(new Token(key, number), granted.token());
                return new Claim.Granted(number, granted.version());
              });
    }

    private long healthy(EntryKey key, long number) {
      return number == 0
          ? 0
          : (Long) ward.notes.getOrDefault(new Token(key, number), Long.MAX_VALUE);
    }

    @Override
    public CompletionStage<Boolean> renew(EntryKey key, long token, Duration lease) {
      return super.renew(key, healthy(key, token), lease);
    }

    @Override
    public CompletionStage<Boolean> release(EntryKey key, long token) {
      return super.release(key, healthy(key, token));
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      return super.store(key, payload, healthy(key, token), retention);
    }

    @Override
    public CompletionStage<Boolean> remove(EntryKey key) {
      ward.notes.remove(key);
      return super.remove(key);
    }
  }
}
