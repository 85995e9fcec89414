package io.cachier.exporter.cloudwatch;

import java.io.Serial;

/** There is no client that could send: no region, or no credentials. */
final class NotConnectedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Trouble trouble;

  NotConnectedException(Trouble trouble, Throwable cause) {
    super("No connection: " + trouble, cause);
    this.trouble = trouble;
  }

  Trouble trouble() {
    return trouble;
  }
}
