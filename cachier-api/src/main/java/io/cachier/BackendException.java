package io.cachier;

import org.jspecify.annotations.Nullable;

/**
 * A backend could not carry out an operation. Calls of a cached function never see it: there a
 * failure of the backend is a miss. Management that a person asked for ({@code invalidate}, {@code
 * clear}, {@code clearClaims}, {@code precache}) throws it, since silence would mean stale data.
 */
public class BackendException extends CachierException {
  private static final long serialVersionUID = 1L;

  /**
   * Tells which operation of which backend failed.
   *
   * @param message names the backend, the operation and the remedy
   * @param cause the backend's own failure, or null
   */
  public BackendException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
