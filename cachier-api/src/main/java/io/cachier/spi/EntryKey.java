package io.cachier.spi;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The address of an entry in a remote backend: the function's name and the SHA-256 digest of
 * function, code version and arguments. Immutable. Holds nothing of the arguments that could be
 * read back.
 */
public final class EntryKey {
  /** The length of a digest in bytes. */
  public static final int DIGEST_BYTES = 32;

  private final String function;
  private final byte[] digest;

  /**
   * Makes a key.
   *
   * @param function the function's name
   * @param digest 32 bytes; copied
   * @throws IllegalArgumentException if the digest has another length
   */
  public EntryKey(String function, byte[] digest) {
    if (digest.length != DIGEST_BYTES) {
      throw new IllegalArgumentException("digest has " + digest.length + " bytes, needs 32");
    }
    this.function = Objects.requireNonNull(function, "function");
    this.digest = digest.clone();
  }

  /**
   * The function's name.
   *
   * @return the name
   */
  public String function() {
    return function;
  }

  /**
   * The digest.
   *
   * @return a copy, 32 bytes
   */
  public byte[] digest() {
    return digest.clone();
  }

  /**
   * The digest as text.
   *
   * @return 64 lower-case hexadecimal digits
   */
  public String hex() {
    return HexFormat.of().formatHex(digest);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EntryKey that
        && Arrays.equals(digest, that.digest)
        && function.equals(that.function);
  }

  @Override
  public int hashCode() {
    // The digest is uniform already: four of its bytes are a hash.
    return (digest[0] << 24)
        | ((digest[1] & 0xff) << 16)
        | ((digest[2] & 0xff) << 8)
        | (digest[3] & 0xff);
  }

  @Override
  public String toString() {
    return function + "/" + hex();
  }
}
