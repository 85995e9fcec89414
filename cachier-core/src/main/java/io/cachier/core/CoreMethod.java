package io.cachier.core;

import io.cachier.CachedMethod;
import io.cachier.CallOptions;
import io.cachier.Explanation;
import io.cachier.core.proxy.MethodCall;
import io.cachier.core.proxy.ProxiedMethod;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A cached method of a proxy: its calls, and its management. */
final class CoreMethod extends CoreManagedCache<@Nullable Object[], @Nullable Object>
    implements CachedMethod, MethodCall {
  private static final int NO_OPTIONS = -1;

  private final CallPipeline<@Nullable Object[], @Nullable Object> pipeline;
  private final AsyncPipeline<@Nullable Object[], @Nullable Object> async;
  private final boolean asynchronous;
  private final int optionsAt;
  private final MethodArguments arguments;

  CoreMethod(Built<@Nullable Object[], @Nullable Object> built, ProxiedMethod method) {
    super(built);
    this.pipeline = built.pipeline();
    this.async = built.async();
    this.asynchronous = method.asynchronous();
    this.optionsAt = method.options().orElse(NO_OPTIONS);
    this.arguments = new MethodArguments(method);
  }

  @Override
  public @Nullable Object invoke(Object proxy, @Nullable Object[] given) {
    CallOptions options = options(given);
    if (asynchronous) {
      return options == null ? async.call(given) : async.call(given, options);
    }
    return options == null ? pipeline.call(given) : pipeline.call(given, options);
  }

  private @Nullable CallOptions options(@Nullable Object[] given) {
    return optionsAt == NO_OPTIONS ? null : (CallOptions) given[optionsAt];
  }

  @Override
  public Method method() {
    return arguments.method();
  }

  @Override
  public void invalidate(@Nullable Object... given) {
    remove(arguments.checked(given));
  }

  // Results are nullable here, which NullAway does not see through the type variable.
  @SuppressWarnings("NullAway")
  @Override
  public boolean precache(@Nullable Object result, @Nullable Object... given) {
    @Nullable Object[] checked = arguments.checked(given);
    return put(checked, arguments.checkedResult(result));
  }

  @Override
  public Explanation explain(@Nullable Object... given) {
    @Nullable Object[] checked = arguments.checked(given);
    CallOptions options = options(checked);
    return tell(checked, options == null ? CallOptions.defaults() : options);
  }
}
