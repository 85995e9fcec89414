package io.cachier.core;

import io.cachier.CachedAsyncFunction;
import io.cachier.CallOptions;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A cached function that answers by a stage. */
final class CoreAsyncFunction<A extends @Nullable Object, R extends @Nullable Object>
    extends CoreManagedCache<A, R> implements CachedAsyncFunction<A, R> {
  private final AsyncPipeline<A, R> async;

  CoreAsyncFunction(Built<A, R> built) {
    super(built);
    this.async = built.async();
  }

  @Override
  public CompletableFuture<R> apply(A argument) {
    return async.call(argument);
  }

  @Override
  public CompletableFuture<R> apply(A argument, CallOptions options) {
    return async.call(argument, options);
  }

  @Override
  public CompletableFuture<Map<A, R>> applyAll(Collection<? extends A> arguments) {
    return async.callAll(arguments);
  }

  @Override
  public void invalidate(A argument) {
    remove(argument);
  }

  @Override
  public boolean precache(A argument, R result) {
    return put(argument, result);
  }

  @Override
  public int precacheAll(Map<? extends A, ? extends R> results) {
    return putAll(results);
  }
}
