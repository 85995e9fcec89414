package io.cachier.core;

import io.cachier.CallOptions;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The way of an asynchronous call. */
final class AsyncPipeline<A extends @Nullable Object, R extends @Nullable Object> {
  private final CallPipeline<A, R> pipeline;
  private final GuardedExecutor executor;

  AsyncPipeline(CallPipeline<A, R> pipeline, CachierParts root) {
    this.pipeline = pipeline;
    this.executor = root.executor();
  }

  CompletableFuture<R> call(A argument) {
    return call(argument, CallOptions.defaults());
  }

  CompletableFuture<R> call(A argument, CallOptions options) {
    return CompletableFuture.supplyAsync(() -> pipeline.call(argument, options), executor);
  }

  /** A call for each argument, all at once. */
  CompletableFuture<Map<A, R>> callAll(Collection<? extends A> arguments) {
    Map<A, CompletableFuture<R>> calls = new LinkedHashMap<>();
    for (A argument : arguments) {
      // Not computeIfAbsent: the call may run the user's function, which may come back here.
      if (!calls.containsKey(argument)) {
        calls.put(argument, call(argument));
      }
    }
    CompletableFuture<Map<A, R>> all = new CompletableFuture<>();
    CompletableFuture<Void> unused =
        CompletableFuture.allOf(calls.values().toArray(CompletableFuture<?>[]::new))
            .whenComplete((done, failure) -> gather(calls, all));
    return all;
  }

  /** The failure that is told is the first in the order of arguments, not the first in time. */
  private static <A extends @Nullable Object, R extends @Nullable Object> void gather(
      Map<A, CompletableFuture<R>> calls, CompletableFuture<Map<A, R>> all) {
    Map<A, R> results = new LinkedHashMap<>();
    for (Map.Entry<A, CompletableFuture<R>> call : calls.entrySet()) {
      try {
        results.put(call.getKey(), call.getValue().join());
      } catch (CompletionException e) {
        all.completeExceptionally(StageAwait.unwrap(e));
        return;
      } catch (CancellationException e) {
        all.completeExceptionally(e);
        return;
      }
    }
    all.complete(Collections.unmodifiableMap(results));
  }
}
