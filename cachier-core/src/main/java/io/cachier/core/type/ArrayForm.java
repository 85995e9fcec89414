package io.cachier.core.type;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** An array of a parameterized type; equal to the JDK's own. */
final class ArrayForm implements GenericArrayType {
  private final Type component;

  ArrayForm(Type component) {
    this.component = component;
  }

  @Override
  public Type getGenericComponentType() {
    return component;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GenericArrayType that
        && component.equals(that.getGenericComponentType());
  }

  @Override
  public int hashCode() {
    return component.hashCode();
  }

  @Override
  public String toString() {
    return component.getTypeName() + "[]";
  }
}
