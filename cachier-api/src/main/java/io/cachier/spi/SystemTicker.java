package io.cachier.spi;

/**
 * An enum and not a lambda: a final class that the compiler of the JVM can inline without a guard.
 */
enum SystemTicker implements Ticker {
  INSTANCE;

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
