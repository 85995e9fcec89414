package io.cachier;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A type with its type arguments, for results and arguments that a {@code Class} can't name.
 *
 * <pre>{@code
 * TypeRef<List<Forecast>> forecasts = new TypeRef<>() {};
 * }</pre>
 *
 * @param <T> the type
 */
public abstract class TypeRef<T extends @Nullable Object> {
  private final Type type;

  /**
   * Reads the type argument of the anonymous subclass.
   *
   * @throws IllegalArgumentException if the subclass names no type argument
   */
  protected TypeRef() {
    if (getClass().getSuperclass() == TypeRef.class
        && getClass().getGenericSuperclass() instanceof ParameterizedType parameterized) {
      this.type = parameterized.getActualTypeArguments()[0];
    } else {
      throw new IllegalArgumentException(
          "TypeRef needs a type argument: new TypeRef<List<String>>() {}");
    }
  }

  private TypeRef(Type type) {
    this.type = type;
  }

  /**
   * The reference to a plain class.
   *
   * @param <T> the type
   * @param type the class
   * @return a reference to it
   */
  public static <T> TypeRef<T> of(Class<T> type) {
    return new Known<>(type);
  }

  /**
   * The reference to a type that was found by reflection.
   *
   * @param type a class, or a parameterized or array type
   * @return a reference to it
   */
  public static TypeRef<?> ofType(Type type) {
    return new Known<>(Objects.requireNonNull(type, "type"));
  }

  /**
   * The type itself.
   *
   * @return a class, or a parameterized or array type
   */
  public final Type type() {
    return type;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof TypeRef<?> that && type.equals(that.type);
  }

  @Override
  public final int hashCode() {
    return type.hashCode();
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }

  private static final class Known<T> extends TypeRef<T> {
    Known(Type type) {
      super(type);
    }
  }
}
