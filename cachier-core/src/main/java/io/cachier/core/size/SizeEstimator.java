package io.cachier.core.size;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what a live value weighs, without an agent: within a factor of 1.5 of the truth for
 * values made of the JDK's common types, records and plain classes.
 *
 * <p>Values and containers of the JDK are weighed by formula, other objects by their fields. An
 * object that is reached twice counts once; enum constants, classes and time zones, which are
 * shared by all, count nothing. A field that the module system closes off counts as a reference
 * alone. Headers are taken to have 12 bytes, references 4 (8 if the heap may grow to 32 GB or
 * more), and all is aligned to 8, as HotSpot does by default.
 *
 * <p>The effort is bounded: 250,000 objects are visited. Elements of containers and arrays beyond
 * that count as much as the average of what was visited; what lies deeper is not seen.
 */
public final class SizeEstimator {
  private static final int MOST_OBJECTS = 250_000;

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> waiting = new ArrayDeque<>();

  /** Of values and plain objects, and of the containers and arrays that hold them. */
  private long contentBytes;

  private long containerBytes;
  private long unvisited;

  private SizeEstimator() {}

  /**
   * Estimates the size of a value and of all that it holds. Never throws; while another thread
   * changes the value, the estimate is rough.
   *
   * @param value a value, or null
   * @return bytes, zero for null
   */
  public static long estimate(@Nullable Object value) {
    SizeEstimator estimator = new SizeEstimator();
    estimator.meet(value);
    return estimator.total();
  }

  private long total() {
    long visited = 0;
    while (!waiting.isEmpty()) {
      guardedWeigh(waiting.pop());
      visited++;
    }
    double average = visited == 0 ? 0 : (double) contentBytes / visited;
    return contentBytes + containerBytes + Math.round(unvisited * average);
  }

  private void meet(@Nullable Object value) {
    if (value == null) {
      return;
    }
    if (isExhausted()) {
      unvisited++;
    } else if (seen.add(value)) {
      waiting.push(value);
    }
  }

  private boolean isExhausted() {
    return seen.size() >= MOST_OBJECTS;
  }

  // A size must never cost the caller the value, whatever a foreign collection's iterator throws
  // (it may be closed, or changed by another thread): what was weighed by then stands.
  private void guardedWeigh(Object value) {
    try {
      weigh(value);
    } catch (RuntimeException | LinkageError e) {
      contentBytes += MemoryModel.object(0, 0);
    }
  }

  private void weigh(Object value) {
    long known = KnownSizes.of(value);
    if (known >= 0) {
      contentBytes += known;
    } else if (value.getClass().isArray()) {
      weighArray(value);
    } else if (KnownContainers.isContainer(value)) {
      weighContainer(value);
    } else {
      weighFields(value);
    }
  }

  private void weighArray(Object array) {
    Class<?> type = array.getClass().getComponentType();
    long size = MemoryModel.array(Array.getLength(array), MemoryModel.bytesOf(type));
    if (array instanceof Object[] elements) {
      containerBytes += size;
      meetAll(Arrays.asList(elements).iterator(), elements.length, 1);
    } else {
      contentBytes += size;
    }
  }

  private void weighContainer(Object container) {
    if (container instanceof Map<?, ?> map) {
      containerBytes += KnownContainers.shallow(map);
      meetAll(map.entrySet().iterator(), map.size(), 2);
    } else if (container instanceof Collection<?> collection) {
      containerBytes += KnownContainers.shallow(collection);
      meetAll(collection.iterator(), collection.size(), 1);
    } else if (container instanceof Optional<?> optional) {
      containerBytes += MemoryModel.object(1, 0);
      optional.ifPresent(this::meet);
    }
  }

  private void meetAll(Iterator<?> elements, int size, int valuesEach) {
    int met = 0;
    while (elements.hasNext() && !isExhausted()) {
      Object element = elements.next();
      if (valuesEach == 2 && element instanceof Map.Entry<?, ?> entry) {
        meet(entry.getKey());
        meet(entry.getValue());
      } else {
        meet(element);
      }
      met++;
    }
    unvisited += (long) Math.max(0, size - met) * valuesEach;
  }

  private void weighFields(Object value) {
    ClassLayout layout = ClassLayout.of(value.getClass());
    contentBytes += layout.bytes();
    for (Field field : layout.fields()) {
      meet(read(field, value));
    }
  }

  private static @Nullable Object read(Field field, Object value) {
    try {
      return field.get(value);
    } catch (IllegalAccessException closed) {
      return null;
    }
  }
}
