package io.cachier;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * An interface of which nothing but the default methods is there: calls of the abstract ones are
 * noted, and answered with null. Shows what a default method makes of its arguments.
 */
public final class AbstractCalls {
  private final List<String> noted = new ArrayList<>();

  /** An instance of the interface whose abstract calls are noted here. */
  public <T> T of(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this::answer));
  }

  /** The calls so far, as {@code name[arguments]}. */
  public List<String> noted() {
    return noted;
  }

  private Object answer(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    noted.add(method.getName() + (arguments == null ? "[]" : List.of(arguments)));
    return null;
  }
}
