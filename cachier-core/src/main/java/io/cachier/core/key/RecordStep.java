package io.cachier.core.key;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes a record: the name of its class and its components in their order. */
final class RecordStep implements KeyStep {
  private final Class<?> type;
  private final Method[] accessors;

  RecordStep(Class<?> type) {
    this.type = type;
    this.accessors =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getAccessor)
            .toArray(Method[]::new);
    if (!isReadable(type)) {
      throw new UnstableKeyException(unreadable(type, KeyRemedy.KEYED_BY));
    }
    for (Method accessor : accessors) {
      accessor.setAccessible(true);
    }
  }

  static boolean isReadable(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .allMatch(component -> component.getAccessor().trySetAccessible());
  }

  static String unreadable(Class<?> type, String remedy) {
    return "record "
        + type.getTypeName()
        + " can't be read; open package "
        + type.getPackageName()
        + " of module "
        + type.getModule().getName()
        + " to io.cachier.core, or "
        + remedy;
  }

  @Override
  public void write(Object value, KeyWriter out) {
    out.buffer.putByte(Tag.RECORD);
    out.buffer.putText(type.getName());
    out.buffer.putInt(accessors.length);
    for (Method accessor : accessors) {
      out.write(read(accessor, value));
    }
  }

  private @Nullable Object read(Method accessor, Object value) {
    try {
      return accessor.invoke(value);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new UnstableKeyException(
          "component '"
              + accessor.getName()
              + "' of record "
              + type.getTypeName()
              + " can't be read; give the key by keyedBy(...)",
          e);
    }
  }
}
