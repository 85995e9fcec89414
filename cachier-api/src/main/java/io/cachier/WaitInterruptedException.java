package io.cachier;

/**
 * The calling thread was interrupted while it waited for another caller's computation. The thread's
 * interrupt flag is set again when this is thrown, and the function has not run.
 */
public class WaitInterruptedException extends CachierException {
  private static final long serialVersionUID = 1L;

  /**
   * Tells which function was waited for.
   *
   * @param message names the function
   */
  public WaitInterruptedException(String message) {
    super(message);
  }
}
