package io.cachier.spi;

/** A {@link RemoteBackend#watch watch} that was begun. Thread-safe. */
@FunctionalInterface
public interface ChangeWatch extends AutoCloseable {
  /**
   * Ends it: soon after nothing more is told. Doesn't block. Closing twice is once, and closing the
   * backend closes it.
   */
  @Override
  void close();
}
