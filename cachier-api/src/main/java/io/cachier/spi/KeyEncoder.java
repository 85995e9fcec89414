package io.cachier.spi;

/**
 * Gives a type a stable key, for arguments whose type the engine doesn't know. Implementations need
 * a public constructor without parameters to be found by {@link java.util.ServiceLoader}.
 * Thread-safe.
 *
 * @param <T> the type; subtypes are encoded by it too
 */
public interface KeyEncoder<T> {
  /**
   * The type that this encoder is for.
   *
   * @return the type
   */
  Class<T> type();

  /**
   * Gives what stands for a value in keys.
   *
   * @param value a value of the type
   * @return a value of a type with a stable key of its own: a text, number, record, list ...; equal
   *     for equal values, different for others, and the same in every process
   */
  Object canonical(T value);
}
