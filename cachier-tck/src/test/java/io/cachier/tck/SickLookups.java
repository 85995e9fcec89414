package io.cachier.tck;

import static io.cachier.tck.Patient.answer;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Illnesses of B1 to B7. */
final class SickLookups {
  private SickLookups() {}

  static List<Illness> all() {
    return List.of(
        Illness.of("B1", "finds a payload under an unknown key", (w, h) -> new Unknown(w, h, true)),
        Illness.of("B1", "finds a claim on an unknown key", (w, h) -> new Unknown(w, h, false)),
        Illness.of(
            "B2",
            "takes an empty payload for none",
            (w, h) -> lookups(h, SickLookups::emptyIsNone)),
        Illness.of("B2", "writes over the beginning of a longer payload", Overwriting::new),
        Illness.of("B3", "hands out its own array", SharedArray::new),
        Illness.of("B4", "gives all writes one version", (w, h) -> new Versions(h, w, true)),
        Illness.of("B4", "counts versions anew after removal", (w, h) -> new Versions(h, w, false)),
        Illness.of("B5", "never sees claims", (w, h) -> lookups(h, SickLookups::neverClaimed)),
        Illness.of("B6", "sees a claim for ever", StickyClaims::new),
        Illness.of("B7", "remembers what it did not find", (w, h) -> new RemembersMisses(h)),
        Illness.of("B7", "remembers what it found", (w, h) -> new RemembersPayloads(h)));
  }

  private static Lookup emptyIsNone(Lookup found) {
    Lookup.Stored stored = found.stored();
    return stored != null && stored.payload().length == 0
        ? new Lookup(null, found.claimed())
        : found;
  }

  private static Lookup neverClaimed(Lookup found) {
    return new Lookup(found.stored(), false);
  }

  /** Lets each lookup go through a change. */
  static RemoteBackend lookups(RemoteBackend healthy, UnaryOperator<Lookup> change) {
    return new ForwardingBackend(healthy) {
      @Override
      public CompletionStage<Lookup> lookup(EntryKey key) {
        return super.lookup(key).thenApply(change);
      }
    };
  }

  private static final class Unknown extends ForwardingBackend {
    private final Ward ward;
    private final boolean payload;

    Unknown(Ward ward, RemoteBackend healthy, boolean payload) {
      super(healthy);
      this.ward = ward;
      this.payload = payload;
    }

    @Override
    public CompletionStage<Lookup> lookup(EntryKey key) {
      boolean known = ward.notes.containsKey(key);
      Lookup.Stored phantom = payload ? new Lookup.Stored(new byte[0], 0, 1) : null;
      return super.lookup(key).thenApply(found -> known ? found : new Lookup(phantom, !payload));
    }

    @Override
    public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
      ward.notes.put(key, true);
      return super.claim(key, owner, lease);
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      ward.notes.put(key, true);
      return super.store(key, payload, token, retention);
    }
  }

  private static final class Overwriting extends ForwardingBackend {
    private final Ward ward;

    Overwriting(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      byte[] old = ward.slot(key).payload;
      byte[] written = payload;
      if (old != null && old.length > payload.length) {
        written = Arrays.copyOf(old, old.length);
        System.arraycopy(payload, 0, written, 0, payload.length);
      }
      return super.store(key, written, token, retention);
    }
  }

  private static final class SharedArray extends ForwardingBackend {
    private final Ward ward;

    SharedArray(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Lookup> lookup(EntryKey key) {
      return super.lookup(key).thenApply(this::shared);
    }

    private Lookup shared(Lookup found) {
      Lookup.Stored stored = found.stored();
      if (stored == null) {
        return found;
      }
      Object array = ward.notes.computeIfAbsent(stored.version(), v -> stored.payload());
      return new Lookup(
          new Lookup.Stored((byte[]) array, stored.ageNanos(), stored.version()), found.claimed());
    }
  }

  private static final class Versions extends ForwardingBackend {
    private final Ward ward;
    private final boolean constant;

    Versions(RemoteBackend healthy, Ward ward, boolean constant) {
      super(healthy);
      this.ward = ward;
      this.constant = constant;
    }

    private long version(EntryKey key) {
      return constant ? 1 : (Long) ward.notes.getOrDefault(key, 1L);
    }

    @Override
    public CompletionStage<Lookup> lookup(EntryKey key) {
      return super.lookup(key)
          .thenApply(found -> new Lookup(versioned(key, found), found.claimed()));
    }

    private Lookup.@Nullable Stored versioned(EntryKey key, Lookup found) {
      Lookup.Stored stored = found.stored();
      return stored == null
          ? null
          : new Lookup.Stored(stored.payload(), stored.ageNanos(), version(key));
    }

    @Override
    public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
      return super.claim(key, owner, lease)
          .thenApply(
              claim ->
                  claim instanceof Claim.Granted granted && granted.version() != 0
                      ? new Claim.Granted(granted.token(), version(key))
                      : claim);
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      return super.store(key, payload, token, retention)
          .thenApply(
              stored -> {
                if (stored) {
                  ward.notes.merge(key, 1L, (old, one) -> (Long) old + 1);
                }
                return stored;
              });
    }

    @Override
    public CompletionStage<Boolean> remove(EntryKey key) {
      ward.notes.remove(key);
      return super.remove(key);
    }
  }

  private static final class StickyClaims extends ForwardingBackend {
    private final Ward ward;

    StickyClaims(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Claim> claim(EntryKey key, String owner, Duration lease) {
      ward.notes.put(key, true);
      return super.claim(key, owner, lease);
    }

    @Override
    public CompletionStage<Lookup> lookup(EntryKey key) {
      return super.lookup(key)
          .thenApply(found -> new Lookup(found.stored(), ward.notes.containsKey(key)));
    }
  }

  private static final class RemembersMisses extends ForwardingBackend {
    private final Set<EntryKey> missed = new HashSet<>();

    RemembersMisses(RemoteBackend healthy) {
      super(healthy);
    }

    @Override
    public CompletionStage<Lookup> lookup(EntryKey key) {
      if (missed.contains(key)) {
        return answer(Lookup.NOTHING);
      }
      return super.lookup(key)
          .thenApply(
              found -> {
                if (found.stored() == null && !found.claimed()) {
                  missed.add(key);
                }
                return found;
              });
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      missed.remove(key);
      return super.store(key, payload, token, retention);
    }
  }

  private static final class RemembersPayloads extends ForwardingBackend {
    private final Map<EntryKey, byte[]> found = new ConcurrentHashMap<>();

    RemembersPayloads(RemoteBackend healthy) {
      super(healthy);
    }

    @Override
    public CompletionStage<Lookup> lookup(EntryKey key) {
      return super.lookup(key).thenApply(now -> remembered(key, now));
    }

    private Lookup remembered(EntryKey key, Lookup now) {
      Lookup.Stored stored = now.stored();
      if (stored == null) {
        return now;
      }
      byte[] payload = found.computeIfAbsent(key, k -> stored.payload().clone()).clone();
      return new Lookup(
          new Lookup.Stored(payload, stored.ageNanos(), stored.version()), now.claimed());
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      found.remove(key);
      return super.store(key, payload, token, retention);
    }
  }
}
