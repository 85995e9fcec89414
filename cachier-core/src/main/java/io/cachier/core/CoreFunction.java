package io.cachier.core;

import io.cachier.CachedFunction;
import io.cachier.CallOptions;
import io.cachier.Explanation;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A cached function of one argument. */
final class CoreFunction<A extends @Nullable Object, R extends @Nullable Object>
    extends CoreManagedCache<A, R> implements CachedFunction<A, R> {
  private final CallPipeline<A, R> pipeline;
  private final AsyncPipeline<A, R> async;
  private final BulkCalls<A, R> bulk;

  CoreFunction(Built<A, R> built) {
    super(built);
    this.pipeline = built.pipeline();
    this.async = built.async();
    this.bulk = built.bulk();
  }

  @Override
  public R apply(A argument) {
    return pipeline.call(argument);
  }

  @Override
  public R apply(A argument, CallOptions options) {
    return pipeline.call(argument, options);
  }

  @Override
  public CompletableFuture<R> applyAsync(A argument) {
    return async.call(argument);
  }

  @Override
  public CompletableFuture<R> applyAsync(A argument, CallOptions options) {
    return async.call(argument, options);
  }

  @Override
  public Map<A, R> applyAll(Collection<? extends A> arguments) {
    return bulk.callAll(arguments);
  }

  @Override
  public CompletableFuture<Map<A, R>> applyAllAsync(Collection<? extends A> arguments) {
    return async.callAll(arguments);
  }

  @Override
  public int precacheAll(Map<? extends A, ? extends R> results) {
    return putAll(results);
  }

  @Override
  public Explanation explain(A argument, CallOptions options) {
    return tell(argument, options);
  }

  @Override
  public void invalidate(A argument) {
    remove(argument);
  }

  @Override
  public boolean precache(A argument, R result) {
    return put(argument, result);
  }
}
