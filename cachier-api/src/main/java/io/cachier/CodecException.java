package io.cachier;

import org.jspecify.annotations.Nullable;

/**
 * A value could not be turned into bytes, or bytes into a value. Inside a call it is counted and
 * treated as a value that can't be stored, or as a miss; {@code precache} throws it.
 */
public class CodecException extends CachierException {
  private static final long serialVersionUID = 1L;

  /**
   * Tells what could not be read or written.
   *
   * @param message names the type and the reason, never the value
   * @param cause the underlying failure, or null
   */
  public CodecException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
