package io.cachier.core;

import io.cachier.CachePolicy;
import io.cachier.ManagedCache;
import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.metrics.CacheMetrics;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every cached function of the engine has, whatever its arguments. */
abstract class CoreManagedCache<A extends @Nullable Object, R extends @Nullable Object>
    implements ManagedCache {
  private final Built<A, R> built;

  /** The pieces that a builder put together. */
  record Built<A extends @Nullable Object, R extends @Nullable Object>(
      CoreCachier root,
      FunctionParts<A, R> parts,
      CallPipeline<A, R> pipeline,
      EntryStore store,
      MetricsRecorder recorder) {}

  CoreManagedCache(Built<A, R> built) {
    this.built = built;
  }

  @Override
  public final String name() {
    return built.parts().name();
  }

  @Override
  public final CachePolicy policy() {
    return built.parts().policy();
  }

  @Override
  public final String backend() {
    return built.store().backendName();
  }

  @Override
  public final Optional<String> location() {
    return built.store().location();
  }

  @Override
  public final CacheMetrics metrics() {
    return built.recorder();
  }

  @Override
  public final void clear() {
    built.store().clear();
  }

  @Override
  public final void clearClaims() {
    built.store().clearClaims();
  }

  @Override
  public final void close() {
    built.pipeline().close();
    built.root().unregister(this);
    built.store().close();
  }

  final void remove(A argument) {
    built.store().remove(built.pipeline().keyOf(argument));
  }

  final boolean put(A argument, R result) {
    return built.pipeline().usesCache()
        && built.store().precache(built.pipeline().keyOf(argument), result);
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + name() + " on " + backend() + "]";
  }
}
