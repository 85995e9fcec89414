package io.cachier.core;

import io.cachier.CachedSupplier;
import io.cachier.SupplierBuilder;
import io.cachier.TypeRef;
import io.cachier.core.key.LiveKeys;
import io.cachier.core.key.NoArgument;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds suppliers. */
final class CoreSupplierBuilder<R extends @Nullable Object>
    extends DraftCollector<SupplierBuilder<R>> implements SupplierBuilder<R> {
  private final CoreCachier root;
  private final String name;
  private final TypeRef<R> result;
  private final @Nullable Supplier<? extends R> supplier;

  CoreSupplierBuilder(
      CoreCachier root, String name, TypeRef<R> result, @Nullable Supplier<? extends R> supplier) {
    this.root = root;
    this.name = Objects.requireNonNull(name, "name");
    this.result = Objects.requireNonNull(result, "result");
    this.supplier = supplier;
  }

  @Override
  SupplierBuilder<R> self() {
    return this;
  }

  @Override
  public SupplierBuilder<R> version(String version) {
    draft.version = Objects.requireNonNull(version, "version");
    return this;
  }

  @Override
  public CachedSupplier<R> build() {
    Supplier<? extends R> own = supplier;
    Function<NoArgument, R> function = own == null ? null : none -> own.get();
    Assembly.Keys<NoArgument> keys = new Assembly.Keys<>(Map.of(), LiveKeys::of, none -> none);
    return new Assembly<NoArgument, R>(root, name, result, function)
        .build(draft, keys, CoreSupplier::new);
  }
}
