package io.cachier.core.proxy;

import io.cachier.Cached;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The methods of an interface, inherited ones included, as far as a proxy has to do with them. */
final class Declarations {
  private Declarations() {}

  /** What a proxy is asked for by its interface's methods. */
  static List<Method> instanceMethods(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !isOfObject(method))
        .toList();
  }

  /**
   * The methods that people wrote, by signature: several interfaces may declare one method, which
   * is inherited from all of them. The most specific result comes first.
   */
  static Collection<List<Method>> bySignature(List<Method> methods) {
    Map<String, List<Method>> bySignature = new TreeMap<>();
    for (Method method : methods) {
      if (!method.isBridge()) {
        bySignature
            .computeIfAbsent(Signatures.derivedName("", method), each -> new ArrayList<>())
            .add(method);
      }
    }
    for (List<Method> declarations : bySignature.values()) {
      declarations.sort(Comparator.comparing(each -> each.getDeclaringClass().getName()));
      Method first = declarations.get(0);
      for (Method each : declarations) {
        if (first.getReturnType().isAssignableFrom(each.getReturnType())) {
          first = each;
        }
      }
      declarations.remove(first);
      declarations.add(0, first);
    }
    return bySignature.values();
  }

  /** Methods with {@code @Cached} of which no proxy ever hears. */
  static List<Method> cachedUnseen(Class<?> type) {
    return withSupertypes(type).stream()
        .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Cached.class) && isUnseen(method))
        .sorted(Comparator.comparing(Signatures::readable))
        .toList();
  }

  /** An interface and all that it extends. */
  static Set<Class<?>> withSupertypes(Class<?> type) {
    Set<Class<?>> all = new LinkedHashSet<>(Set.of(type));
    for (Class<?> parent : type.getInterfaces()) {
      all.addAll(withSupertypes(parent));
    }
    return all;
  }

  /** Whether all declarations of one method say the same of caching it. */
  static boolean sayTheSame(List<Method> declarations) {
    Method first = declarations.get(0);
    boolean keyed = KeySelection.isAnnotated(first);
    for (Method each : declarations) {
      if (!Objects.equals(first.getAnnotation(Cached.class), each.getAnnotation(Cached.class))
          || keyed != KeySelection.isAnnotated(each)
          || (keyed
              && !Arrays.deepEquals(
                  first.getParameterAnnotations(), each.getParameterAnnotations()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnseen(Method method) {
    return Modifier.isStatic(method.getModifiers())
        || Modifier.isPrivate(method.getModifiers())
        || isOfObject(method);
  }

  /**
   * Java gives a proxy these three as methods of Object, even where its interface declares them.
   */
  private static boolean isOfObject(Method method) {
    return switch (method.getName()) {
      case "hashCode", "toString" -> method.getParameterCount() == 0;
      case "equals" ->
          method.getParameterCount() == 1 && method.getParameterTypes()[0] == Object.class;
      default -> false;
    };
  }
}
