package io.cachier.core;

import io.cachier.CachedMethod;
import io.cachier.CallOptions;
import io.cachier.core.proxy.MethodCall;
import io.cachier.core.proxy.ProxiedMethod;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A cached method of a proxy: its calls, and its management. */
final class CoreMethod extends CoreManagedCache<@Nullable Object[], @Nullable Object>
    implements CachedMethod, MethodCall {
  private static final int NO_OPTIONS = -1;

  private final CallPipeline<@Nullable Object[], @Nullable Object> pipeline;
  private final int optionsAt;
  private final MethodArguments arguments;

  CoreMethod(Built<@Nullable Object[], @Nullable Object> built, ProxiedMethod method) {
    super(built);
    this.pipeline = built.pipeline();
    this.optionsAt = method.options().orElse(NO_OPTIONS);
    this.arguments = new MethodArguments(method);
  }

  @Override
  public @Nullable Object invoke(Object proxy, @Nullable Object[] given) {
    Object options = optionsAt == NO_OPTIONS ? null : given[optionsAt];
    return options == null ? pipeline.call(given) : pipeline.call(given, (CallOptions) options);
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
}
