package io.cachier.core;

import io.cachier.CachedBiFunction;
import io.cachier.CallOptions;
import io.cachier.Explanation;
import io.cachier.core.key.Arguments;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A cached function of two arguments, which travel as one. */
final class CoreBiFunction<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
    extends CoreManagedCache<Arguments, R> implements CachedBiFunction<A, B, R> {
  private final CallPipeline<Arguments, R> pipeline;
  private final AsyncPipeline<Arguments, R> async;

  CoreBiFunction(Built<Arguments, R> built) {
    super(built);
    this.pipeline = built.pipeline();
    this.async = built.async();
  }

  @Override
  public R apply(A first, B second) {
    return pipeline.call(new Arguments(first, second));
  }

  @Override
  public R apply(A first, B second, CallOptions options) {
    return pipeline.call(new Arguments(first, second), options);
  }

  @Override
  public CompletableFuture<R> applyAsync(A first, B second) {
    return async.call(new Arguments(first, second));
  }

  @Override
  public CompletableFuture<R> applyAsync(A first, B second, CallOptions options) {
    return async.call(new Arguments(first, second), options);
  }

  @Override
  public Explanation explain(A first, B second, CallOptions options) {
    return tell(new Arguments(first, second), options);
  }

  @Override
  public void invalidate(A first, B second) {
    remove(new Arguments(first, second));
  }

  @Override
  public boolean precache(A first, B second, R result) {
    return put(new Arguments(first, second), result);
  }
}
