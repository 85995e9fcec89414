package io.cachier.tck;

import static io.cachier.tck.Patient.answer;

import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import io.cachier.tck.ReferenceStore.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Illnesses of B52 to B60. */
final class SickRemovals {
  private SickRemovals() {}

  static List<Illness> all() {
    return List.of(
        Illness.of("B52", "says that there always was an entry", removing((w, k, r) -> true)),
        Illness.of("B52", "removes nothing but the claim", RemovesTheClaim::new),
        Illness.of("B53", "removes every entry", removing(SickRemovals::removeAll)),
        Illness.of("B54", "keeps the claim of a removed key", removing(SickRemovals::claimAgain)),
        Illness.of("B55", "leaves one entry of three", LeavesOne::new),
        Illness.of("B55", "counts claims as entries", CountsClaims::new),
        Illness.of(
            "B56", "keeps the claims of a cleared function", (w, h) -> new Claims(w, h, true)),
        Illness.of("B57", "says it cleared the claims", (w, h) -> new Claims(w, h, false)),
        Illness.of("B57", "counts no claims", clearingClaims((w, f, n) -> n.get() * 0)),
        Illness.of(
            "B58", "clears entries with their claims", clearingClaims(SickRemovals::dropClaimed)),
        Illness.of("B59", "removes the young too", agedOut((h, age) -> Duration.ofMillis(-1))),
        Illness.of("B59", "removes nothing for its age", agedOut((h, age) -> Duration.ofDays(1))),
        Illness.of("B60", "ends the claims of what it removes", EndsClaims::new));
  }

  private interface Removal {
    boolean after(Ward ward, EntryKey key, boolean removed);
  }

  private interface Clearing {
    long of(Ward ward, String function, Supplier<Long> clear);
  }

  private static Illness.Plain removing(Removal removal) {
    return (ward, healthy) ->
        new Awake(healthy) {
          @Override
          public CompletionStage<Boolean> remove(EntryKey key) {
            boolean claimed = ward.slot(key).token != 0;
            return healthy
                .remove(key)
                .thenApply(
                    removed -> {
                      ward.notes.put("claimed", claimed);
                      return removal.after(ward, key, removed);
                    });
          }
        };
  }

  private static boolean removeAll(Ward ward, EntryKey key, boolean removed) {
    synchronized (ward.store) {
      ward.store.removeEntries(key.function(), (k, slot) -> true);
    }
    return removed;
  }

  private static boolean claimAgain(Ward ward, EntryKey key, boolean removed) {
    if (ward.notes.get("claimed") == Boolean.TRUE) {
      ward.forceClaim(key);
    }
    return removed;
  }

  private static Illness.Plain clearingClaims(Clearing clearing) {
    return (ward, healthy) ->
        new ForwardingBackend(healthy) {
          @Override
          public CompletionStage<Long> clearClaims(String function) {
            return answer(
                clearing.of(
                    ward,
                    function,
                    () -> healthy.clearClaims(function).toCompletableFuture().join()));
          }
        };
  }

  private static long dropClaimed(Ward ward, String function, Supplier<Long> clear) {
    synchronized (ward.store) {
      ward.store.removeEntries(function, (key, slot) -> ward.store.claimed(slot));
    }
    return clear.get();
  }

  private static Illness.Plain agedOut(BiFunction<RemoteBackend, Duration, Duration> age) {
    return (ward, healthy) ->
        new ForwardingBackend(healthy) {
          @Override
          public CompletionStage<Long> removeOlderThan(String function, Duration asked) {
            return super.removeOlderThan(function, age.apply(healthy, asked));
          }
        };
  }

  /** Wakes at once, which is allowed: so only the claims themselves are at fault. */
  private static class Awake extends ForwardingBackend {
    Awake(RemoteBackend healthy) {
      super(healthy);
    }

    @Override
    public CompletionStage<Void> awaitSettled(EntryKey key, Duration atMost) {
      return super.awaitSettled(key, Duration.ZERO);
    }
  }

  private static final class RemovesTheClaim extends ForwardingBackend {
    private final Ward ward;

    RemovesTheClaim(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Boolean> remove(EntryKey key) {
      synchronized (ward.store) {
        Slot slot = ward.store.slot(key);
        slot.token = 0;
        return answer(slot.payload != null);
      }
    }
  }

  private static final class LeavesOne extends ForwardingBackend {
    private final Ward ward;

    LeavesOne(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Long> clear(String function) {
      Map<EntryKey, Slot> slots;
      synchronized (ward.store) {
        slots = ward.store.function(function);
      }
      EntryKey left = null;
      byte[] payload = null;
      for (Map.Entry<EntryKey, Slot> slot : slots.entrySet()) {
        if (slot.getValue().payload != null && slots.size() >= 3) {
          left = slot.getKey();
          payload = slot.getValue().payload;
        }
      }
      CompletionStage<Long> cleared = super.clear(function);
      if (left != null) {
        ward.slot(left).payload = payload;
      }
      return cleared;
    }
  }

  private static final class CountsClaims extends ForwardingBackend {
    private final Ward ward;

    CountsClaims(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Long> clear(String function) {
      synchronized (ward.store) {
        long claims = ward.store.endClaims(function);
        return super.clear(function).thenApply(entries -> entries + claims);
      }
    }
  }

  private static final class Claims extends Awake {
    private final Ward ward;
    private final boolean ofClear;

    Claims(Ward ward, RemoteBackend healthy, boolean ofClear) {
      super(healthy);
      this.ward = ward;
      this.ofClear = ofClear;
    }

    private CompletionStage<Long> keeping(String function, Supplier<CompletionStage<Long>> clear) {
      synchronized (ward.store) {
        List<EntryKey> claimed =
            ward.store.function(function).entrySet().stream()
                .filter(slot -> ward.store.claimed(slot.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        CompletionStage<Long> cleared = clear.get();
        claimed.forEach(ward::forceClaim);
        return cleared;
      }
    }

    @Override
    public CompletionStage<Long> clear(String function) {
      return ofClear ? keeping(function, () -> super.clear(function)) : super.clear(function);
    }

    @Override
    public CompletionStage<Long> clearClaims(String function) {
      return ofClear
          ? super.clearClaims(function)
          : keeping(function, () -> super.clearClaims(function));
    }
  }

  private static final class EndsClaims extends ForwardingBackend {
    private final Ward ward;

    EndsClaims(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
    }

    @Override
    public CompletionStage<Long> removeOlderThan(String function, Duration age) {
      return super.removeOlderThan(function, age)
          .thenApply(
              removed -> {
                synchronized (ward.store) {
                  ward.store.endClaims(function);
                }
                return removed;
              });
    }
  }
}
