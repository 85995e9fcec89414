package io.cachier.core.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Stores a small value, then one that is too large for the limit it runs under. */
final class LimitedWriter {
  private LimitedWriter() {}

  public static void main(String[] arguments) {
    RemoteBackend backend =
        new FileBackend(new CacheDirectory(Path.of(arguments[0]), true), InstantSource.system());
    EntryKey key = Keys.of("full", 1);
    store(backend, key, "small".getBytes(UTF_8));
    store(backend, key, new byte[1_000_000]);
    backend.close();
  }

  private static void store(RemoteBackend backend, EntryKey key, byte[] payload) {
    String outcome =
        backend
            .store(key, payload, 0, Optional.empty())
            .<String>handle((stored, failure) -> failure == null ? "stored" : failure.toString())
            .toCompletableFuture()
            .join();
    System.out.println(outcome);
  }
}
