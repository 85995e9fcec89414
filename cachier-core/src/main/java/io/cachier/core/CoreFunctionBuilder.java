package io.cachier.core;

import io.cachier.CachedFunction;
import io.cachier.FunctionBuilder;
import io.cachier.TypeRef;
import io.cachier.core.key.LiveKeys;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds functions of one argument. */
final class CoreFunctionBuilder<A extends @Nullable Object, R extends @Nullable Object>
    extends DraftCollector<FunctionBuilder<A, R>> implements FunctionBuilder<A, R> {
  private final CoreCachier root;
  private final String name;
  private final TypeRef<A> argument;
  private final TypeRef<R> result;
  private final Function<? super A, ? extends R> function;
  private @Nullable Function<? super A, ?> keyedBy;

  CoreFunctionBuilder(
      CoreCachier root,
      String name,
      TypeRef<A> argument,
      TypeRef<R> result,
      Function<? super A, ? extends R> function) {
    this.root = root;
    this.name = Objects.requireNonNull(name, "name");
    this.argument = Objects.requireNonNull(argument, "argument");
    this.result = Objects.requireNonNull(result, "result");
    this.function = function;
  }

  @Override
  FunctionBuilder<A, R> self() {
    return this;
  }

  @Override
  public FunctionBuilder<A, R> version(String version) {
    draft.version = Objects.requireNonNull(version, "version");
    return this;
  }

  @Override
  public FunctionBuilder<A, R> keyedBy(Function<? super A, ?> key) {
    this.keyedBy = Objects.requireNonNull(key, "key");
    return this;
  }

  @Override
  public CachedFunction<A, R> build() {
    Function<? super A, ?> own = keyedBy;
    Assembly.Keys<A> keys =
        own == null
            ? new Assembly.Keys<>(Map.of("argument", argument.type()), LiveKeys::of, a -> a)
            : new Assembly.Keys<>(Map.of(), a -> LiveKeys.of(own.apply(a)), own::apply);
    return new Assembly<A, R>(root, name, result, function).build(draft, keys, CoreFunction::new);
  }
}
