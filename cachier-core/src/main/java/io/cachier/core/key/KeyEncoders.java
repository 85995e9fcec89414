package io.cachier.core.key;

import io.cachier.spi.KeyEncoder;
import java.util.List;
import java.util.stream.Collectors;

/** The encoders of one function, and which of them is for a type. */
record KeyEncoders(List<KeyEncoder<?>> all) {
  KeyEncoders {
    all = List.copyOf(all);
  }

  /**
   * The encoders for a type that no other one is more specific than: none, the one to use, or
   * several between which nothing decides.
   */
  List<KeyEncoder<?>> mostSpecific(Class<?> type) {
    List<KeyEncoder<?>> fitting =
        all.stream().filter(each -> each.type().isAssignableFrom(type)).toList();
    return fitting.stream()
        .filter(each -> fitting.stream().noneMatch(other -> isNarrower(other, each)))
        .collect(Collectors.toUnmodifiableList());
  }

  static String ambiguous(Class<?> type, List<KeyEncoder<?>> candidates) {
    return type.getTypeName()
        + " has several key encoders: "
        + candidates.stream()
            .map(each -> each.getClass().getTypeName())
            .sorted()
            .collect(Collectors.joining(", "))
        + "; leave one, or add one for the type itself";
  }

  private static boolean isNarrower(KeyEncoder<?> one, KeyEncoder<?> other) {
    return one.type() != other.type() && other.type().isAssignableFrom(one.type());
  }
}
