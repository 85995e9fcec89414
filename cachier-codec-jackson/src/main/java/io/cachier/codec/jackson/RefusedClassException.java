package io.cachier.codec.jackson;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.Closeable;

/** An object of a class that the declared type does not call for. */
final class RefusedClassException extends JsonMappingException {
  private static final long serialVersionUID = 1L;

  RefusedClassException(Closeable writer, Class<?> type) {
    super(writer, reason(type));
  }

  static String reason(Class<?> type) {
    return "it holds an object of "
        + type.getName()
        + ", which the declared type does not call for, so that it would be read back as another;"
        + " declare that class, name it in @JsonSubTypes, or use a sealed type";
  }
}
