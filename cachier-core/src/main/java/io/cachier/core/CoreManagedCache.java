package io.cachier.core;

import io.cachier.CacheEntryView;
import io.cachier.CachePolicy;
import io.cachier.CallOptions;
import io.cachier.Explanation;
import io.cachier.ManagedCache;
import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.metrics.CacheMetrics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
      AsyncPipeline<A, R> async,
      BulkCalls<A, R> bulk,
      EntryStore store,
      Explainer<A> explainer,
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
  public final Stream<CacheEntryView> entries() {
    return built.store().list().map(EntryStore.Listed::view);
  }

  @Override
  public final long invalidateIf(Predicate<? super CacheEntryView> condition) {
    Objects.requireNonNull(condition, "condition");
    try (Stream<EntryStore.Listed> listed = built.store().list()) {
      return listed
          .filter(entry -> condition.test(entry.view()))
          .filter(entry -> built.store().remove(entry.key()))
          .count();
    }
  }

  @Override
  public final long cleanup() {
    return built.store().cleanup();
  }

  /** Whether calls use the cache: work in the background stops where they don't. */
  final boolean isInUse() {
    return built.pipeline().usesCache();
  }

  @Override
  public final void close() {
    built.pipeline().close();
    built.root().unregister(this);
    built.store().close();
  }

  final Explanation tell(A argument, CallOptions options) {
    return built.explainer().explain(argument, options, built.pipeline().usesCache());
  }

  /** How many computations are under way. */
  final int underWay() {
    return built.async().underWay();
  }

  final void remove(A argument) {
    built.store().remove(built.pipeline().keyOf(argument));
  }

  final boolean put(A argument, R result) {
    return built.pipeline().usesCache()
        && built
            .store()
            .precache(
                built.pipeline().keyOf(argument), result, built.parts().keying().labelOf(argument));
  }

  final int putAll(Map<? extends A, ? extends R> results) {
    int stored = 0;
    Map<Object, EntryStore.Given> round = new LinkedHashMap<>();
    for (Map.Entry<? extends A, ? extends R> one : results.entrySet()) {
      if (!built.pipeline().usesCache()) {
        return stored;
      }
      String label = built.parts().keying().labelOf(one.getKey());
      round.put(built.pipeline().keyOf(one.getKey()), new EntryStore.Given(one.getValue(), label));
      if (round.size() == BulkCalls.ROUND) {
        stored += built.store().precacheAll(round);
        round = new LinkedHashMap<>();
      }
    }
    return stored + built.store().precacheAll(round);
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + name() + " on " + backend() + "]";
  }
}
