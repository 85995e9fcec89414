package io.cachier;

import org.jspecify.annotations.Nullable;

/**
 * Base of every exception that the cache itself throws. Never wraps an exception of a cached
 * function: those reach the caller as they are.
 */
public class CachierException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Tells what went wrong.
   *
   * @param message names the thing, its value and the remedy
   */
  public CachierException(String message) {
    super(message);
  }

  /**
   * Tells what went wrong, and why.
   *
   * @param message names the thing, its value and the remedy
   * @param cause what led to it, or null
   */
  public CachierException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
