package io.cachier.core.proxy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where every call of a proxy arrives. What is to become of it was settled when the proxy was made:
 * a call costs one look into a map.
 */
public final class Interception implements InvocationHandler {
  private static final Object[] NONE = {};

  private final Class<?> type;
  private final Object target;
  private final Map<Method, MethodCall> calls;
  private final Object owner;

  /**
   * Takes the calls of one proxy.
   *
   * @param type its interface
   * @param target what it stands before
   * @param calls what becomes of each method that the interface has
   * @param owner who made it
   */
  public Interception(Class<?> type, Object target, Map<Method, MethodCall> calls, Object owner) {
    this.type = type;
    this.target = target;
    this.calls = Map.copyOf(calls);
    this.owner = owner;
  }

  /**
   * Who made the proxy.
   *
   * @return the maker
   */
  public Object owner() {
    return owner;
  }

  /**
   * What becomes of calls, by method.
   *
   * @return an immutable map
   */
  public Map<Method, MethodCall> calls() {
    return calls;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    @Nullable Object[] given = arguments == null ? NONE : arguments;
    MethodCall call = calls.get(method);
    return call == null ? ofObject(proxy, method, given) : call.invoke(proxy, given);
  }

  /** Java hands three methods of Object to a proxy; whose interface declares them, or not. */
  private Object ofObject(Object proxy, Method method, @Nullable Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "Cached[" + type.getName() + " of " + target.getClass().getName() + "]";
      default -> throw new IllegalStateException("proxy without a call for " + method);
    };
  }
}
