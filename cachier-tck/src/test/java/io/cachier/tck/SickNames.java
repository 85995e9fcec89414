package io.cachier.tck;

import static io.cachier.tck.Patient.answer;

import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** Illnesses of B67 to B69. */
final class SickNames {
  private SickNames() {}

  static List<Illness> all() {
    return List.of(
        Illness.of("B67", "ignores case", (w, h) -> naming(h, n -> n.toLowerCase(Locale.ROOT))),
        Illness.of("B67", "cuts names off", (w, h) -> naming(h, SickNames::cutOff)),
        Illness.of(
            "B67", "takes separators for one", (w, h) -> naming(h, n -> n.replace('/', '.'))),
        Illness.of("B68", "clears what begins alike", (w, h) -> clearing(w, h, String::startsWith)),
        Illness.of("B68", "clears by a pattern", (w, h) -> clearing(w, h, SickNames::like)),
        Illness.of("B69", "reads a part of the digest", (w, h) -> new HalfDigest(h)));
  }

  private static String cutOff(String name) {
    return name.substring(0, Math.min(199, name.length()));
  }

  private static boolean like(String name, String pattern) {
    return name.length() == pattern.length() && name.equals(pattern.replace('_', '.'));
  }

  private static RemoteBackend naming(RemoteBackend healthy, UnaryOperator<String> name) {
    return keyed(healthy, key -> new EntryKey(name.apply(key.function()), key.digest()));
  }

  private static RemoteBackend keyed(RemoteBackend healthy, UnaryOperator<EntryKey> change) {
    return new ForwardingBackend(healthy) {
      @Override
      public CompletionStage<Lookup> lookup(EntryKey key) {
        return super.lookup(change.apply(key));
      }

      @Override
      public CompletionStage<Boolean> store(
          EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
        return super.store(change.apply(key), payload, token, retention);
      }
    };
  }

  private static RemoteBackend clearing(
      Ward ward, RemoteBackend healthy, BiPredicate<String, String> cleared) {
    return new ForwardingBackend(healthy) {
      @Override
      public CompletionStage<Long> clear(String function) {
        CompletionStage<Long> answer = super.clear(function);
        synchronized (ward.store) {
          for (String name : ward.notes.keySet().stream().map(Object::toString).toList()) {
            if (!name.equals(function) && cleared.test(name, function)) {
              ward.store.removeEntries(name, (key, slot) -> true);
            }
          }
        }
        return answer(answer.toCompletableFuture().join());
      }

      @Override
      public CompletionStage<Boolean> store(
          EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
        ward.notes.put(key.function(), true);
        return super.store(key, payload, token, retention);
      }
    };
  }

  private static final class HalfDigest extends ForwardingBackend {
    private final RemoteBackend halving;

    HalfDigest(RemoteBackend healthy) {
      super(healthy);
      this.halving = keyed(healthy, HalfDigest::half);
    }

    private static EntryKey half(EntryKey key) {
      byte[] digest = key.digest();
      digest[0] = 0;
      return new EntryKey(key.function(), digest);
    }

    @Override
    public CompletionStage<Lookup> lookup(EntryKey key) {
      return halving.lookup(key);
    }

    @Override
    public CompletionStage<Boolean> store(
        EntryKey key, byte[] payload, long token, Optional<Duration> retention) {
      return halving.store(key, payload, token, retention);
    }
  }
}
