package io.cachier.core;

import io.cachier.CachedFunction;
import io.cachier.CallOptions;
import org.jspecify.annotations.Nullable;

/** A cached function of one argument. */
final class CoreFunction<A extends @Nullable Object, R extends @Nullable Object>
    extends CoreManagedCache<A, R> implements CachedFunction<A, R> {
  private final CallPipeline<A, R> pipeline;

  CoreFunction(Built<A, R> built) {
    super(built);
    this.pipeline = built.pipeline();
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
  public void invalidate(A argument) {
    remove(argument);
  }

  @Override
  public boolean precache(A argument, R result) {
    return put(argument, result);
  }
}
