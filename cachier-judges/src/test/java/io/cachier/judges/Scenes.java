package io.cachier.judges;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.MetricsPolicy;
import io.cachier.WaitPolicy;
import io.cachier.WaitTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;

/**
 * What happens on a {@link BusyDay}. Each scene makes its function and says how to play it once.
 */
final class Scenes {
  private static final ExecutorService EXTRAS =
      Executors.newCachedThreadPool(
          task -> {
            Thread extra = new Thread(task, "extra");
            extra.setDaemon(true);
            return extra;
          });

  private Scenes() {}

  /** Misses, hits, bypasses, errors; entries read, written and removed. */
  static Runnable everyOutcome(Cachier cachier) {
    AtomicInteger fresh = new AtomicInteger();
    CachedFunction<Integer, String> function =
        metered(cachier, "busy.plain", "pooled", Scenes::textOrError);
    return () -> {
      int key = fresh.incrementAndGet();
      function.apply(key);
      function.apply(key);
      function.apply(key, CallOptions.skip());
      expectFailure(() -> function.apply(-1));
      function.invalidate(key - 1);
    };
  }

  private static String textOrError(int key) {
    if (key < 0) {
      throw new IllegalArgumentException("below zero");
    }
    return "value " + key;
  }

  /** Every second call is drawn into the sample. */
  static Runnable inMemory(Cachier cachier) {
    CachedFunction<Integer, String> function =
        cachier
            .function("busy.memory", Integer.class, String.class, key -> "value " + key)
            .backend("memory")
            .metrics(MetricsPolicy.sampled(0.5))
            .build();
    return () -> {
      for (int key = 0; key < 20; key++) {
        function.apply(key);
      }
    };
  }

  /** A value that is stale at every call, and is computed anew in the background. */
  static Runnable stale(Cachier cachier) {
    CachedFunction<Integer, String> function =
        cachier
            .function("busy.stale", Integer.class, String.class, key -> "value " + key)
            .backend("pooled")
            .staleAfter(Duration.ofMillis(1))
            .staleWhileRevalidate(Duration.ofHours(1))
            .metrics(MetricsPolicy.on())
            .build();
    return () -> function.apply(1);
  }

  /** The same, but all runs after the first fail. */
  static Runnable unrefreshable(Cachier cachier) {
    AtomicInteger runs = new AtomicInteger();
    CachedFunction<Integer, String> function =
        cachier
            .function(
                "busy.unrefreshable",
                Integer.class,
                String.class,
                key -> textOrError(-runs.getAndIncrement()))
            .backend("pooled")
            .staleAfter(Duration.ofMillis(1))
            .staleWhileRevalidate(Duration.ofHours(1))
            .metrics(MetricsPolicy.on())
            .build();
    return () -> function.apply(1);
  }

  /** One computes, and goes on computing until another waits for it. */
  static Runnable stampede(Cachier cachier) {
    AtomicInteger fresh = new AtomicInteger();
    Held<Integer> held = new Held<>(EXTRAS);
    CachedFunction<Integer, Integer> function =
        cachier
            .function("busy.stampede", Integer.class, Integer.class, held)
            .backend("pooled")
            .metrics(MetricsPolicy.on())
            .build();
    return () -> {
      int key = fresh.incrementAndGet();
      CompletableFuture<?> leader = held.begin(() -> function.apply(key));
      CompletableFuture<?> follower = CompletableFuture.runAsync(() -> function.apply(key), EXTRAS);
      Awaitility.await().until(() -> function.metrics().cumulative().waiters() > 0);
      held.end();
      CompletableFuture.allOf(leader, follower).join();
    };
  }

  /** One computes for longer than another waits. */
  static Runnable overdue(Cachier cachier) {
    AtomicInteger fresh = new AtomicInteger();
    Held<Integer> held = new Held<>(EXTRAS);
    CachedFunction<Integer, Integer> function =
        cachier
            .function("busy.overdue", Integer.class, Integer.class, held)
            .backend("pooled")
            .waitTimeout(Duration.ofMillis(5))
            .waitPolicy(WaitPolicy.FAIL)
            .metrics(MetricsPolicy.on())
            .build();
    return () -> {
      int key = fresh.incrementAndGet();
      CompletableFuture<?> leader = held.begin(() -> function.apply(key));
      try {
        function.apply(key);
        throw new IllegalStateException("the wait did not run out");
      } catch (WaitTimeoutException expected) {
        held.end();
      }
      leader.join();
    };
  }

  /** Results that are too large, or null. */
  static Runnable rejected(Cachier cachier) {
    CachedFunction<Integer, String> function =
        cachier
            .function(
                "busy.rejected",
                Integer.class,
                String.class,
                key -> key == 0 ? null : "x".repeat(10_000))
            .backend("pooled")
            .entrySizeLimit(100)
            .metrics(MetricsPolicy.on())
            .build();
    return () -> {
      function.apply(0);
      function.apply(1);
    };
  }

  /** Arguments of which no key can be made. */
  static Runnable unkeyable(Cachier cachier) {
    CachedFunction<Integer, String> function =
        cachier
            .function("busy.unkeyable", Integer.class, String.class, key -> "value " + key)
            .keyedBy(
                key -> {
                  throw new IllegalArgumentException("no key");
                })
            .backend("pooled")
            .metrics(MetricsPolicy.on())
            .build();
    return () -> function.apply(1);
  }

  /** An earlier version of the program stores what this one can't read. */
  static Runnable deployed(Cachier earlier, Cachier cachier) {
    AtomicInteger fresh = new AtomicInteger();
    CachedFunction<Integer, String> old =
        earlier
            .function("busy.deployed", Integer.class, String.class, key -> "value " + key)
            .backend("pooled")
            .build();
    CachedFunction<Integer, Integer> current =
        cachier
            .function("busy.deployed", Integer.class, Integer.class, key -> key)
            .backend("pooled")
            .metrics(MetricsPolicy.on())
            .build();
    return () -> {
      int key = fresh.incrementAndGet();
      old.apply(key);
      current.apply(key);
    };
  }

  /** The backend is gone: after a row of failures it is left alone. */
  static Runnable broken(Cachier cachier) {
    CachedFunction<Integer, String> function =
        metered(cachier, "busy.broken", "broken", Scenes::textOrError);
    return () -> function.apply(1);
  }

  /** A computation that never ends; begins at once. */
  static void hanging(Cachier cachier) {
    Held<Integer> held = new Held<>(EXTRAS);
    CachedFunction<Integer, Integer> function =
        cachier
            .function("busy.hanging", Integer.class, Integer.class, held)
            .backend("memory")
            .metrics(MetricsPolicy.on())
            .build();
    CompletableFuture<?> unused = held.begin(() -> function.apply(1));
  }

  private static CachedFunction<Integer, String> metered(
      Cachier cachier, String name, String backend, Function<Integer, String> function) {
    return cachier
        .function(name, Integer.class, String.class, function)
        .backend(backend)
        .metrics(MetricsPolicy.on())
        .build();
  }

  private static void expectFailure(Runnable call) {
    try {
      call.run();
    } catch (IllegalArgumentException expected) {
      return;
    }
    throw new IllegalStateException("it did not fail");
  }
}
