package io.cachier.core.size;

import static io.cachier.core.size.KnownSizes.hashTable;
import static io.cachier.core.size.MemoryModel.object;
import static io.cachier.core.size.MemoryModel.references;

import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What containers of the JDK weigh by themselves, without their elements: by formula, since their
 * fields are closed to reflection.
 */
final class KnownContainers {
  private static final long NODE = object(3, 4);
  private static final long LINKED_NODE = object(5, 4);
  private static final long TREE_NODE = object(5, 1);
  private static final long LIST_NODE = object(3, 0);

  private KnownContainers() {}

  /**
   * Whether a value is one of the JDK's, or extends one: then its elements have to be asked for.
   * What extends only an abstract class keeps its elements in fields of its own.
   */
  static boolean isContainer(Object value) {
    return (value instanceof Collection || value instanceof Map || value instanceof Optional)
        && !Modifier.isAbstract(jdkClass(value).getModifiers());
  }

  private static Class<?> jdkClass(Object value) {
    Class<?> type = value.getClass();
    while (!type.getName().startsWith("java.")) {
      type = type.getSuperclass();
    }
    // Directly under Object it is the user's own, as under an abstract class.
    return type == Object.class ? Map.class : type;
  }

  private static boolean isImmutable(Class<?> type) {
    return type.getName().startsWith("java.util.ImmutableCollections");
  }

  static long shallow(Collection<?> container) {
    int size = container.size();
    Class<?> type = jdkClass(container);
    if (type == LinkedList.class) {
      return object(2, 8) + size * LIST_NODE;
    }
    if (type == LinkedHashSet.class) {
      return object(1, 0) + hashMap(size, LINKED_NODE);
    }
    if (type == TreeSet.class) {
      return object(1, 0) + object(6, 8) + size * TREE_NODE;
    }
    if (type == ConcurrentLinkedQueue.class) {
      return object(2, 0) + size * object(2, 0);
    }
    if (type == ArrayList.class || type == Vector.class || type == ArrayDeque.class) {
      // Grown by a half at a time: a sixth of the room is free on average.
      return object(1, 8) + references(size == 0 ? 0 : Math.max(10, size + size / 6L));
    }
    if (container instanceof EnumSet) {
      return object(2, 8);
    }
    if (container instanceof Set) {
      // Set.of: probed by hashing, in a table of twice the size. Others wrap a hash set.
      return isImmutable(type)
          ? object(1, 4) + references(size <= 2 ? 0 : 2L * size)
          : object(1, 0) + hashMap(size, NODE);
    }
    if (type == CopyOnWriteArrayList.class) {
      return object(2, 0) + object(0, 0) + references(size);
    }
    return object(2, 4) + references(size <= 2 ? 0 : size);
  }

  static long shallow(Map<?, ?> container) {
    int size = container.size();
    Class<?> type = jdkClass(container);
    if (type == LinkedHashMap.class) {
      return hashMap(size, LINKED_NODE) + references(2);
    }
    if (type == ConcurrentHashMap.class) {
      return object(8, 16) + hashTable(size) + size * NODE;
    }
    if (type == TreeMap.class) {
      return object(6, 8) + size * TREE_NODE;
    }
    if (type == ConcurrentSkipListMap.class) {
      // A head, its index and a counter; every node, and an index for about every second.
      return object(6, 8) + 2 * LIST_NODE + object(4, 8) + size * (LIST_NODE + LIST_NODE / 2);
    }
    if (type == EnumMap.class) {
      return object(6, 4) + references(constants(container));
    }
    // Map.of: keys and values in one table of twice the entries. Others wrap a hash map.
    return isImmutable(type) ? object(2, 8) + references(4L * size) : hashMap(size, NODE);
  }

  private static long constants(Map<?, ?> container) {
    for (Object key : container.keySet()) {
      if (key instanceof Enum<?> constant) {
        return constant.getDeclaringClass().getEnumConstants().length;
      }
    }
    return 0;
  }

  private static long hashMap(int size, long node) {
    return object(4, 16) + hashTable(size) + size * node;
  }
}
