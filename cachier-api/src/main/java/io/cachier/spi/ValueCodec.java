package io.cachier.spi;

import io.cachier.TypeRef;
import java.util.Set;

/**
 * Turns values into bytes for remote backends. Implementations need a public constructor without
 * parameters to be found by {@link java.util.ServiceLoader}. Thread-safe.
 */
public interface ValueCodec {
  /**
   * The codec's name, which is written into every entry.
   *
   * @return 1 to 32 lower-case letters, digits and hyphens
   */
  String id();

  /**
   * The settings that the codec reads.
   *
   * @return their names without the prefix {@code cachier.}; any other is reported as unknown
   */
  default Set<String> settings() {
    return Set.of();
  }

  /**
   * Prepares the codec for one declared type.
   *
   * @param type the declared type
   * @param settings the merged settings
   * @return the codec of that type
   * @throws io.cachier.ConfigurationException if values of the type can't be written and read back;
   *     says why, and what to do
   */
  BoundCodec bind(TypeRef<?> type, Settings settings);

  /** A codec of one type. Thread-safe. */
  interface BoundCodec {
    /**
     * Writes a value.
     *
     * @param value the value; never null
     * @return its bytes
     * @throws io.cachier.CodecException if it can't be written
     */
    byte[] encode(Object value);

    /**
     * Reads a value. Creates no object of a class that the declared type does not call for.
     *
     * @param bytes holds the value's bytes, which may come from anybody; not changed
     * @param offset where they begin
     * @param length how many they are
     * @return the value; never null
     * @throws io.cachier.CodecException if they can't be read
     */
    Object decode(byte[] bytes, int offset, int length);

    /**
     * Identifies the shape of the type as far as this codec depends on it: entries of another shape
     * are not read.
     *
     * @return a hash that is the same in every process
     */
    long fingerprint();
  }
}
