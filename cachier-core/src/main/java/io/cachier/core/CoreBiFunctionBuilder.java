package io.cachier.core;

import io.cachier.BiFunctionBuilder;
import io.cachier.CachedBiFunction;
import io.cachier.TypeRef;
import io.cachier.core.key.Arguments;
import io.cachier.core.key.LiveKeys;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds functions of two arguments. */
final class CoreBiFunctionBuilder<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
    extends DraftCollector<BiFunctionBuilder<A, B, R>> implements BiFunctionBuilder<A, B, R> {
  private final CoreCachier root;
  private final String name;
  private final TypeRef<A> first;
  private final TypeRef<B> second;
  private final TypeRef<R> result;
  private final @Nullable BiFunction<? super A, ? super B, ? extends R> function;
  private @Nullable BiFunction<? super A, ? super B, ?> keyedBy;

  CoreBiFunctionBuilder(
      CoreCachier root,
      String name,
      TypeRef<A> first,
      TypeRef<B> second,
      TypeRef<R> result,
      @Nullable BiFunction<? super A, ? super B, ? extends R> function) {
    this.root = root;
    this.name = Objects.requireNonNull(name, "name");
    this.first = Objects.requireNonNull(first, "first");
    this.second = Objects.requireNonNull(second, "second");
    this.result = Objects.requireNonNull(result, "result");
    this.function = function;
  }

  @Override
  BiFunctionBuilder<A, B, R> self() {
    return this;
  }

  @Override
  public BiFunctionBuilder<A, B, R> version(String version) {
    draft.version = Objects.requireNonNull(version, "version");
    return this;
  }

  @Override
  public BiFunctionBuilder<A, B, R> keyedBy(BiFunction<? super A, ? super B, ?> key) {
    this.keyedBy = Objects.requireNonNull(key, "key");
    return this;
  }

  @Override
  public CachedBiFunction<A, B, R> build() {
    BiFunction<? super A, ? super B, ? extends R> both = function;
    Function<Arguments, R> packed = both == null ? null : args -> spread(both, args);
    return new Assembly<Arguments, R>(root, name, result, packed)
        .build(draft, keys(), built -> new CoreBiFunction<A, B, R>(built));
  }

  private Assembly.Keys<Arguments> keys() {
    BiFunction<? super A, ? super B, ?> own = keyedBy;
    if (own != null) {
      return new Assembly.Keys<>(
          Map.of(), args -> LiveKeys.of(spread(own, args)), args -> spread(own, args));
    }
    Map<String, Type> parameters = new LinkedHashMap<>();
    parameters.put("first argument", first.type());
    parameters.put("second argument", second.type());
    return new Assembly.Keys<>(
        parameters, args -> LiveKeys.of(args.first(), args.second()), args -> args);
  }

  @SuppressWarnings("unchecked") // the two were packed by CoreBiFunction, as A and B
  private <T extends @Nullable Object> T spread(
      BiFunction<? super A, ? super B, ? extends T> target, Arguments args) {
    return target.apply((A) args.first(), (B) args.second());
  }
}
