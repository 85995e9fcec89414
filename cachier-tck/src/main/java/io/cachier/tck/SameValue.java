package io.cachier.tck;

import java.lang.reflect.Array;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether two values are the same: by equals, arrays by their content, at any depth. */
final class SameValue {
  private SameValue() {}

  static boolean of(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return one == other;
    }
    if (one.getClass().isArray()) {
      return one.getClass() == other.getClass() && sameElements(one, other);
    }
    if (one instanceof List<?> list && other instanceof List<?> others) {
      return list.size() == others.size() && sameOrder(list.iterator(), others.iterator());
    }
    if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> others) {
      return map.keySet().equals(others.keySet())
          && map.entrySet().stream().allMatch(e -> of(e.getValue(), others.get(e.getKey())));
    }
    return Objects.equals(one, other);
  }

  private static boolean sameElements(Object one, Object other) {
    int length = Array.getLength(one);
    if (length != Array.getLength(other)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!of(Array.get(one, i), Array.get(other, i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameOrder(Iterator<?> one, Iterator<?> other) {
    while (one.hasNext()) {
      if (!of(one.next(), other.next())) {
        return false;
      }
    }
    return true;
  }
}
