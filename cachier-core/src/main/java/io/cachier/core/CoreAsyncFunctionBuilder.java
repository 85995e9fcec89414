package io.cachier.core;

import io.cachier.AsyncFunctionBuilder;
import io.cachier.CachedAsyncFunction;
import io.cachier.TypeRef;
import io.cachier.core.key.LiveKeys;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds functions of one argument that answer by a stage. */
final class CoreAsyncFunctionBuilder<A extends @Nullable Object, R extends @Nullable Object>
    extends DraftCollector<AsyncFunctionBuilder<A, R>> implements AsyncFunctionBuilder<A, R> {
  private final CoreCachier root;
  private final String name;
  private final TypeRef<A> argument;
  private final TypeRef<R> result;
  private final @Nullable Function<? super A, ? extends CompletionStage<? extends R>> function;
  private @Nullable Function<? super A, ?> keyedBy;

  CoreAsyncFunctionBuilder(
      CoreCachier root,
      String name,
      TypeRef<A> argument,
      TypeRef<R> result,
      @Nullable Function<? super A, ? extends CompletionStage<? extends R>> function) {
    this.root = root;
    this.name = Objects.requireNonNull(name, "name");
    this.argument = Objects.requireNonNull(argument, "argument");
    this.result = Objects.requireNonNull(result, "result");
    this.function = function;
  }

  @Override
  AsyncFunctionBuilder<A, R> self() {
    return this;
  }

  @Override
  public AsyncFunctionBuilder<A, R> version(String version) {
    draft.version = Objects.requireNonNull(version, "version");
    return this;
  }

  @Override
  public AsyncFunctionBuilder<A, R> keyedBy(Function<? super A, ?> key) {
    this.keyedBy = Objects.requireNonNull(key, "key");
    return this;
  }

  @Override
  public CachedAsyncFunction<A, R> build() {
    Function<? super A, ?> own = keyedBy;
    Assembly.Keys<A> keys =
        own == null
            ? new Assembly.Keys<>(Map.of("argument", argument.type()), LiveKeys::of, a -> a)
            : new Assembly.Keys<>(Map.of(), a -> LiveKeys.of(own.apply(a)), own::apply);
    Function<? super A, ? extends CompletionStage<? extends R>> stages = function;
    Function<A, R> awaited = stages == null ? null : new AwaitedFunction<>(stages);
    AsyncRun<A, R> run = stages == null ? null : AsyncRun.ofStages(stages);
    return new Assembly<A, R>(root, name, result, awaited, run)
        .build(draft, keys, CoreAsyncFunction::new);
  }
}
