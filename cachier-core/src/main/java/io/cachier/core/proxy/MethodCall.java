package io.cachier.core.proxy;

import org.jspecify.annotations.Nullable;

/** What becomes of a call of one method of a proxy. */
@FunctionalInterface
public interface MethodCall {
  /**
   * Answers the call.
   *
   * @param proxy what was called
   * @param arguments as the method has them; empty if it has none
   * @return the result; a primitive in its box
   * @throws Throwable what the target throws, as it is
   */
  @Nullable Object invoke(Object proxy, @Nullable Object[] arguments) throws Throwable;
}
