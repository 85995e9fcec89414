package io.cachier.core.proxy;

import io.cachier.core.type.ResolvedType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The methods that the compiler adds where an interface narrows an inherited one: calls through the
 * wider interface arrive at the added method, and are meant for the narrower one.
 */
final class Bridges {
  private final Class<?> type;
  private final List<Method> methods;

  /**
   * Prepares the search.
   *
   * @param type the proxied interface
   * @param methods its methods, inherited and added ones included
   */
  Bridges(Class<?> type, List<Method> methods) {
    this.type = type;
    this.methods = methods;
  }

  /** The method that a bridge stands for. */
  Optional<Method> target(Method bridge) {
    Class<?>[] wide = bridge.getParameterTypes();
    return Stream.concat(Stream.<Class<?>[]>of(wide), narrowed(bridge.getName(), wide))
        .flatMap(
            types ->
                methods.stream()
                    .filter(each -> !each.isBridge() && each.getName().equals(bridge.getName()))
                    .filter(each -> Arrays.equals(each.getParameterTypes(), types)))
        .findFirst();
  }

  /** What the parameters of such inherited methods are in the proxied interface. */
  private Stream<Class<?>[]> narrowed(String name, Class<?>[] erased) {
    return Declarations.withSupertypes(type).stream()
        .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
        .filter(each -> !each.isBridge() && each.getName().equals(name))
        .filter(each -> Arrays.equals(each.getParameterTypes(), erased))
        .map(this::resolved);
  }

  private Class<?>[] resolved(Method inherited) {
    ResolvedType owner = ResolvedType.of(type).as(inherited.getDeclaringClass()).orElseThrow();
    return Arrays.stream(inherited.getGenericParameterTypes())
        .map(each -> owner.member(each).raw())
        .toArray(Class<?>[]::new);
  }

  /** The call of a bridge: as its own code, it casts the arguments and calls the method. */
  static MethodCall call(Method narrow, MethodCall itsCall) {
    Class<?>[] types = narrow.getParameterTypes();
    return (proxy, arguments) -> {
      for (int i = 0; i < types.length; i++) {
        if (!types[i].isPrimitive()) {
          Object unused = types[i].cast(arguments[i]);
        }
      }
      return itsCall.invoke(proxy, arguments);
    };
  }
}
