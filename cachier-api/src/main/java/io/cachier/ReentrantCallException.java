package io.cachier;

/**
 * A cached function called itself with the very arguments that its thread is computing. Without
 * this check the call would wait for itself.
 */
public class ReentrantCallException extends CachierException {
  private static final long serialVersionUID = 1L;

  /**
   * Tells which function re-entered itself.
   *
   * @param message names the function and the remedy
   */
  public ReentrantCallException(String message) {
    super(message);
  }
}
