package io.cachier.core;

import io.cachier.CacheSettings;
import io.cachier.CachedAsyncFunction;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import io.cachier.ManagedCache;
import io.cachier.MetricsPolicy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;

/** One function, called in one of the ways there are; all make the same promises. */
final class CallWays {
  enum Way {
    /** {@code apply}, on a thread of its own, so that its caller goes on. */
    SYNC,
    /** {@code applyAsync} of a synchronous function. */
    APPLY_ASYNC,
    /** A function that answers by a stage. */
    ASYNC_FUNCTION
  }

  private CallWays() {}

  /** A function that was built, seen from outside in the same way whatever it is. */
  abstract static class Callee {
    abstract CompletableFuture<String> call(String argument, CallOptions options);

    abstract void invalidate(String argument);

    abstract boolean precache(String argument, String result);

    abstract int precacheAll(Map<String, String> results);

    abstract ManagedCache cache();

    final CompletableFuture<String> call(String argument) {
      return call(argument, CallOptions.defaults());
    }

    /** Waits for the call, and rethrows what the function threw. */
    final String get(String argument) {
      return get(argument, CallOptions.defaults());
    }

    final String get(String argument, CallOptions options) {
      try {
        return call(argument, options).join();
      } catch (java.util.concurrent.CompletionException e) {
        throw Sneaky.rethrow(e.getCause());
      }
    }

    final int underWay() {
      return ((CoreManagedCache<?, ?>) cache()).underWay();
    }
  }

  static Callee build(
      Way way,
      Cachier cachier,
      ExecutorService threads,
      Function<String, String> function,
      Consumer<CacheSettings<?>> settings) {
    if (way == Way.ASYNC_FUNCTION) {
      var builder =
          cachier
              .asyncFunction(
                  "f",
                  String.class,
                  String.class,
                  x -> CompletableFuture.supplyAsync(() -> function.apply(x), threads))
              .metrics(MetricsPolicy.on());
      settings.accept(builder);
      return ofStages(builder.build());
    }
    var builder =
        cachier.function("f", String.class, String.class, function).metrics(MetricsPolicy.on());
    settings.accept(builder);
    return ofFunction(builder.build(), way == Way.SYNC ? threads : null);
  }

  private static Callee ofStages(CachedAsyncFunction<String, String> function) {
    return new Callee() {
      @Override
      CompletableFuture<String> call(String argument, CallOptions options) {
        return function.apply(argument, options);
      }

      @Override
      void invalidate(String argument) {
        function.invalidate(argument);
      }

      @Override
      boolean precache(String argument, String result) {
        return function.precache(argument, result);
      }

      @Override
      int precacheAll(Map<String, String> results) {
        return function.precacheAll(results);
      }

      @Override
      ManagedCache cache() {
        return function;
      }
    };
  }

  private static Callee ofFunction(
      CachedFunction<String, String> function, ExecutorService threads) {
    return new Callee() {
      @Override
      CompletableFuture<String> call(String argument, CallOptions options) {
        return threads == null
            ? function.applyAsync(argument, options)
            : CompletableFuture.supplyAsync(() -> function.apply(argument, options), threads);
      }

      @Override
      void invalidate(String argument) {
        function.invalidate(argument);
      }

      @Override
      boolean precache(String argument, String result) {
        return function.precache(argument, result);
      }

      @Override
      int precacheAll(Map<String, String> results) {
        return function.precacheAll(results);
      }

      @Override
      ManagedCache cache() {
        return function;
      }
    };
  }
}
