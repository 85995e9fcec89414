package io.cachier.core.type;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A class with its type arguments; equal to the JDK's own. */
final class ParameterizedForm implements ParameterizedType {
  private final Class<?> raw;
  private final List<Type> arguments;

  ParameterizedForm(Class<?> raw, List<Type> arguments) {
    this.raw = raw;
    this.arguments = List.copyOf(arguments);
  }

  @Override
  public Type[] getActualTypeArguments() {
    return arguments.toArray(Type[]::new);
  }

  @Override
  public Type getRawType() {
    return raw;
  }

  @Override
  public @Nullable Type getOwnerType() {
    return raw.getDeclaringClass();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ParameterizedType that
        && raw.equals(that.getRawType())
        && Objects.equals(getOwnerType(), that.getOwnerType())
        && Arrays.equals(getActualTypeArguments(), that.getActualTypeArguments());
  }

  /** As the JDK's own computes it. */
  @Override
  public int hashCode() {
    return Arrays.hashCode(getActualTypeArguments())
        ^ Objects.hashCode(getOwnerType())
        ^ raw.hashCode();
  }

  @Override
  public String toString() {
    return arguments.stream()
        .map(Type::getTypeName)
        .collect(Collectors.joining(", ", raw.getTypeName() + "<", ">"));
  }
}
