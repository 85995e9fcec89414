package io.cachier;

/**
 * Another caller's computation took longer than {@code waitTimeout}, and the function's policy is
 * {@link WaitPolicy#FAIL}.
 */
public class WaitTimeoutException extends CachierException {
  private static final long serialVersionUID = 1L;

  /**
   * Tells which function was waited for, and how long.
   *
   * @param message names the function and the timeout
   */
  public WaitTimeoutException(String message) {
    super(message);
  }
}
