package io.cachier.core.key;

import io.cachier.spi.KeyEncoder;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds how the values of a class are written. Thread-safe; remembers what it found. */
final class KeySteps {
  /** What is known by its exact class, the same for every function. */
  private static final Map<Class<?>, KeyStep> KNOWN = known();

  private final KeyEncoders encoders;

  /** Held by the function, not statically: the classes can be unloaded once it is closed. */
  private final Map<Class<?>, KeyStep> found = new ConcurrentHashMap<>();

  KeySteps(KeyEncoders encoders) {
    this.encoders = encoders;
  }

  static boolean isKnown(Class<?> type) {
    return KNOWN.containsKey(type);
  }

  /**
   * The step for a class.
   *
   * @throws UnstableKeyException if its values have no stable key
   */
  KeyStep of(Class<?> type) {
    KeyStep step = found.get(type);
    if (step == null) {
      step = find(type);
      found.put(type, step);
    }
    return step;
  }

  /**
   * The step for what an encoder gave. The encoder is not asked again about its own answer, so that
   * it may give a value of the type that it is for.
   */
  KeyStep ofCanonical(Class<?> type, KeyEncoder<?> asked) {
    KeyStep step = of(type);
    return step instanceof EncoderStep<?> encoded && encoded.encoder() == asked
        ? withoutEncoder(type)
        : step;
  }

  private KeyStep find(Class<?> type) {
    List<KeyEncoder<?>> candidates = encoders.mostSpecific(type);
    if (candidates.size() > 1) {
      throw new UnstableKeyException(KeyEncoders.ambiguous(type, candidates));
    }
    return candidates.isEmpty() ? withoutEncoder(type) : new EncoderStep<>(candidates.get(0), this);
  }

  private static KeyStep withoutEncoder(Class<?> type) {
    KeyStep known = KNOWN.get(type);
    if (known == null) {
      known = byKind(type);
    }
    if (known == null) {
      throw new UnstableKeyException(KeyTypes.refusal(type, KeyRemedy.KEYED_BY));
    }
    return known;
  }

  private static @Nullable KeyStep byKind(Class<?> type) {
    if (Enum.class.isAssignableFrom(type)) {
      return KeySteps::writeEnum;
    } else if (type.isRecord()) {
      return new RecordStep(type);
    } else if (type.isArray()) {
      return ContainerSteps.ARRAY;
    } else if (List.class.isAssignableFrom(type)) {
      return ContainerSteps.LIST;
    } else if (Set.class.isAssignableFrom(type)) {
      return ContainerSteps.SET;
    } else if (Map.class.isAssignableFrom(type)) {
      return ContainerSteps.MAP;
    }
    return ZoneId.class.isAssignableFrom(type) ? TimeSteps.ZONE : null;
  }

  private static void writeEnum(Object value, KeyWriter out) {
    Enum<?> constant = (Enum<?>) value;
    out.buffer.putByte(Tag.ENUM);
    out.buffer.putText(constant.getDeclaringClass().getName());
    out.buffer.putText(constant.name());
  }

  private static Map<Class<?>, KeyStep> known() {
    Map<Class<?>, KeyStep> known = new HashMap<>(ScalarSteps.all());
    known.putAll(TimeSteps.all());
    known.putAll(ArraySteps.all());
    known.putAll(ContainerSteps.optionals());
    return Map.copyOf(known);
  }
}
