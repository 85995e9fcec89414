package io.cachier.spi;

/** A place for entries: {@link LocalBackend} in this process, {@link RemoteBackend} outside it. */
public sealed interface Backend extends AutoCloseable permits LocalBackend, RemoteBackend {
  /** Gives up what the backend holds: connections, threads. Closing twice is once. */
  @Override
  void close();
}
