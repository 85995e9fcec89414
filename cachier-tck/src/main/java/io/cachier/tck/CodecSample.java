package io.cachier.tck;

import io.cachier.TypeRef;

/**
 * A value to be written and read back, with the type that it is declared as.
 *
 * @param <T> the type
 * @param type the declared type
 * @param value a value of it; compared by {@code equals}, arrays by their content
 */
public record CodecSample<T>(TypeRef<T> type, T value) {
  /**
   * A sample of a plain class.
   *
   * @param <T> the type
   * @param type the declared type
   * @param value a value of it
   * @return the sample
   */
  public static <T> CodecSample<T> of(Class<T> type, T value) {
    return new CodecSample<>(TypeRef.of(type), value);
  }

  @Override
  public String toString() {
    return "a value of " + type;
  }
}
