package io.cachier.core.size;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * What an instance of one class weighs, and which of its fields can be followed. A field that the
 * module system or a security manager closes off counts as a reference alone.
 *
 * @param bytes the shallow size
 * @param fields the references that can be read
 */
record ClassLayout(long bytes, List<Field> fields) {
  private static final ClassValue<ClassLayout> CACHE =
      new ClassValue<>() {
        @Override
        protected ClassLayout computeValue(Class<?> type) {
          return read(type);
        }
      };

  static ClassLayout of(Class<?> type) {
    return CACHE.get(type);
  }

  private static ClassLayout read(Class<?> type) {
    List<Field> readable = new ArrayList<>();
    int references = 0;
    int primitiveBytes = 0;
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          continue;
        }
        if (field.getType().isPrimitive()) {
          primitiveBytes += MemoryModel.bytesOf(field.getType());
        } else {
          references++;
          if (open(field)) {
            readable.add(field);
          }
        }
      }
    }
    return new ClassLayout(MemoryModel.object(references, primitiveBytes), List.copyOf(readable));
  }

  private static boolean open(Field field) {
    try {
      return field.trySetAccessible();
    } catch (SecurityException closed) {
      return false;
    }
  }
}
