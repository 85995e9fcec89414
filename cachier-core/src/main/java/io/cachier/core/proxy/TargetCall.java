package io.cachier.core.proxy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Calls the target itself. */
public final class TargetCall implements MethodCall {
  private final Method method;
  private final Object target;

  /**
   * Prepares the calls of one method.
   *
   * @param method a method that {@link #isReachable} found to be so
   * @param target what has it
   */
  public TargetCall(Method method, Object target) {
    this.method = method;
    this.target = target;
  }

  /**
   * Whether the engine may call a method; makes it accessible where that is needed and allowed.
   *
   * @param method the method
   * @param target what has it
   * @return false if its module keeps it closed
   */
  static boolean isReachable(Method method, Object target) {
    return method.canAccess(target) || method.trySetAccessible();
  }

  @Override
  public @Nullable Object invoke(Object proxy, @Nullable Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
