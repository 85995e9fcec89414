package io.cachier.core.codec;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The classes that may be named in a stream. A name is looked up here and nowhere else: what is not
 * on the list is never loaded. Immutable.
 */
final class AllowList {
  private static final Map<String, Class<?>> PRIMITIVES =
      Map.of(
          "Z", boolean.class,
          "B", byte.class,
          "S", short.class,
          "C", char.class,
          "I", int.class,
          "J", long.class,
          "F", float.class,
          "D", double.class);

  private final Map<String, Class<?>> known = new HashMap<>();
  private final AllowSetting extra;
  private final @Nullable ClassLoader loader;

  AllowList(Set<Class<?>> classes, AllowSetting extra, @Nullable ClassLoader loader) {
    this.extra = extra;
    this.loader = loader;
    JdkClasses.VALUES.forEach(this::add);
    JdkClasses.COMPANIONS.forEach(this::add);
    extra.classes().forEach(this::add);
    classes.forEach(this::add);
  }

  private void add(Class<?> type) {
    known.put(type.getName(), type);
  }

  boolean allows(String className) {
    int dimensions = dimensions(className);
    if (dimensions == 0) {
      return known.containsKey(className) || extra.names(className);
    }
    String element = className.substring(dimensions);
    return PRIMITIVES.containsKey(element)
        || (isObjectDescriptor(element) && allows(nameOf(element)));
  }

  /**
   * The class of a name that is on the list.
   *
   * @throws ClassNotFoundException if it is not on the list, or the user's list names a package
   *     that lacks it
   */
  Class<?> resolve(String className) throws ClassNotFoundException {
    if (!allows(className)) {
      throw new ClassNotFoundException("not on the allow-list");
    }
    int dimensions = dimensions(className);
    String element = className.substring(dimensions);
    Class<?> type = dimensions == 0 ? single(className) : PRIMITIVES.get(element);
    if (type == null) {
      type = single(nameOf(element));
    }
    for (int i = 0; i < dimensions; i++) {
      type = type.arrayType();
    }
    return type;
  }

  private Class<?> single(String className) throws ClassNotFoundException {
    Class<?> type = known.get(className);
    return type != null ? type : Class.forName(className, false, loader);
  }

  private static int dimensions(String className) {
    int dimensions = 0;
    while (dimensions < className.length() && className.charAt(dimensions) == '[') {
      dimensions++;
    }
    return dimensions;
  }

  private static boolean isObjectDescriptor(String element) {
    return element.length() > 2 && element.startsWith("L") && element.endsWith(";");
  }

  private static String nameOf(String element) {
    return element.substring(1, element.length() - 1);
  }
}
