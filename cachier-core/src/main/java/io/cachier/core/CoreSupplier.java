package io.cachier.core;

import io.cachier.CachedSupplier;
import io.cachier.CallOptions;
import io.cachier.Explanation;
import io.cachier.core.key.NoArgument;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A cached supplier: a function of nothing. */
final class CoreSupplier<R extends @Nullable Object> extends CoreManagedCache<NoArgument, R>
    implements CachedSupplier<R> {
  private final CallPipeline<NoArgument, R> pipeline;
  private final AsyncPipeline<NoArgument, R> async;

  CoreSupplier(Built<NoArgument, R> built) {
    super(built);
    this.pipeline = built.pipeline();
    this.async = built.async();
  }

  @Override
  public R get() {
    return pipeline.call(NoArgument.INSTANCE);
  }

  @Override
  public R get(CallOptions options) {
    return pipeline.call(NoArgument.INSTANCE, options);
  }

  @Override
  public CompletableFuture<R> getAsync() {
    return async.call(NoArgument.INSTANCE);
  }

  @Override
  public CompletableFuture<R> getAsync(CallOptions options) {
    return async.call(NoArgument.INSTANCE, options);
  }

  @Override
  public Explanation explain(CallOptions options) {
    return tell(NoArgument.INSTANCE, options);
  }

  @Override
  public void invalidate() {
    remove(NoArgument.INSTANCE);
  }

  @Override
  public boolean precache(R result) {
    return put(NoArgument.INSTANCE, result);
  }
}
