package io.cachier.core.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two backends on one folder, as two processes would have them, and short words for their use. */
abstract class FileBackendFixture {
  static final Duration LEASE = Duration.ofSeconds(30);
  static final Duration LONG = Duration.ofMinutes(5);
  static final EntryKey KEY = Keys.of("f", 1);

  final FakeClock clock = new FakeClock();
  Path root;
  RemoteBackend backend;
  RemoteBackend other;

  @BeforeEach
  void open(@TempDir Path temp) {
    root = temp.resolve("cache");
    backend = new FileBackend(new CacheDirectory(root, true), clock);
    other = new FileBackend(new CacheDirectory(root, true), clock);
  }

  @AfterEach
  void close() {
    backend.close();
    other.close();
  }

  Path entryFile(EntryKey key) {
    return new FileLayout(root).entry(key);
  }

  Path claimFile(EntryKey key) {
    return new FileLayout(root).claim(key);
  }

  static boolean store(RemoteBackend backend, EntryKey key, byte[] payload) {
    return store(backend, key, payload, RemoteBackend.UNFENCED);
  }

  static boolean store(RemoteBackend backend, EntryKey key, byte[] payload, long token) {
    return join(backend.store(key, payload, token, Optional.empty()));
  }

  static Claim.Granted granted(RemoteBackend backend, EntryKey key) {
    return (Claim.Granted) join(backend.claim(key, "test", LEASE));
  }

  static Lookup.Stored stored(RemoteBackend backend, EntryKey key) {
    return Objects.requireNonNull(join(backend.lookup(key)).stored());
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
