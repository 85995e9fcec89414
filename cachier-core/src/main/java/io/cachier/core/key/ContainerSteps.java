package io.cachier.core.key;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes what holds other values. Two containers that are equal are written alike, whatever class
 * they are of; so sets and maps are written in the order of their elements' bytes.
 *
 * <p>Counts are written after the elements have been: a concurrent collection may have changed
 * between its size and its iteration, and a wrong count would make the encoding ambiguous.
 */
final class ContainerSteps {
  static final KeyStep LIST =
      (value, out) -> writeCounted(Tag.LIST, (List<?>) value, out::write, out);

  static final KeyStep SET = (value, out) -> writeSorted(Tag.SET, (Set<?>) value, out::write, out);

  static final KeyStep MAP =
      (value, out) ->
          writeSorted(
              Tag.MAP,
              ((Map<?, ?>) value).entrySet(),
              entry -> {
                out.write(entry.getKey());
                out.write(entry.getValue());
              },
              out);

  static final KeyStep ARRAY =
      (value, out) -> {
        Object[] array = (Object[]) value;
        out.buffer.putByte(Tag.ARRAY);
        out.buffer.putText(array.getClass().getComponentType().getName());
        out.buffer.putInt(array.length);
        for (Object element : array) {
          out.write(element);
        }
      };

  private ContainerSteps() {}

  /** The steps of the optional types, by the exact class that they are for. */
  static Map<Class<?>, KeyStep> optionals() {
    return Map.of(
        Optional.class,
        (value, out) -> {
          out.buffer.putByte(Tag.OPTIONAL);
          out.write(((Optional<?>) value).orElse(null));
        },
        OptionalInt.class,
        (value, out) -> {
          OptionalInt optional = (OptionalInt) value;
          out.buffer.putByte(Tag.OPTIONAL_INT);
          out.write(optional.isPresent() ? optional.getAsInt() : null);
        },
        OptionalLong.class,
        (value, out) -> {
          OptionalLong optional = (OptionalLong) value;
          out.buffer.putByte(Tag.OPTIONAL_LONG);
          out.write(optional.isPresent() ? optional.getAsLong() : null);
        },
        OptionalDouble.class,
        (value, out) -> {
          OptionalDouble optional = (OptionalDouble) value;
          out.buffer.putByte(Tag.OPTIONAL_DOUBLE);
          out.write(optional.isPresent() ? optional.getAsDouble() : null);
        });
  }

  private static <T> void writeCounted(
      int tag, Iterable<T> elements, Consumer<T> element, KeyWriter out) {
    out.buffer.putByte(tag);
    int countAt = out.buffer.size();
    out.buffer.putInt(0);
    int count = 0;
    for (T each : elements) {
      element.accept(each);
      count++;
    }
    out.buffer.setInt(countAt, count);
  }

  private static <T> void writeSorted(
      int tag, Collection<T> elements, Consumer<T> element, KeyWriter out) {
    Offsets offsets = new Offsets();
    writeCounted(
        tag,
        elements,
        each -> {
          offsets.add(out.buffer.size());
          element.accept(each);
        },
        out);
    out.buffer.sort(offsets.all());
  }

  private static final class Offsets {
    private int[] offsets = new int[8];
    private int size;

    void add(int offset) {
      if (size == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * size);
      }
      offsets[size++] = offset;
    }

    int[] all() {
      return Arrays.copyOf(offsets, size);
    }
  }
}
