package io.cachier.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.opentest4j.TestAbortedException;

/**
 * The ground that tests of remote backends stand on: two clients of one store, keys that no other
 * test has, and steps that abort a test instead of failing it where another rule is to blame.
 */
abstract class RemoteRules {
  static final Duration LONG_LEASE = Duration.ofMinutes(1);
  static final Duration SHORT_LEASE = Duration.ofMillis(300);

  /** What the clock of a store may be off by, being read in whole milliseconds somewhere else. */
  static final Duration TOLERANCE = Duration.ofMillis(50);

  private static final long PATIENCE_SECONDS = 30;

  private final RemoteBackendContract contract;
  private final String function = "tck." + UUID.randomUUID();
  private final AtomicInteger keys = new AtomicInteger();
  private final List<RemoteBackend> opened = new ArrayList<>();
  private Map<String, String> settings = Map.of();

  RemoteRules(RemoteBackendContract contract) {
    this.contract = contract;
  }

  @BeforeEach
  final void openTwoClients() {
    settings = contract.settings();
    open();
    open();
  }

  @AfterEach
  final void closeClients() {
    try {
      if (!opened.isEmpty()) {
        client().clear(function).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException | ExecutionException | TimeoutException | RuntimeException e) {
      // What a test leaves behind in a foreign store is a courtesy, and no rule.
    } finally {
      opened.forEach(RemoteRules::closeQuietly);
    }
  }

  private static void closeQuietly(RemoteBackend backend) {
    try {
      backend.close();
    } catch (RuntimeException e) {
      // Some tests close before this does; that a second close is harmless is B71, not theirs.
    }
  }

  final RemoteBackendContract contract() {
    return contract;
  }

  final Map<String, String> settings() {
    return settings;
  }

  final RemoteBackend open() {
    RemoteBackend backend = contract.provider().open(new RecordingSettings(settings));
    opened.add(backend);
    return backend;
  }

  final RemoteBackend client() {
    return opened.get(0);
  }

  final RemoteBackend other() {
    return opened.get(1);
  }

  final void elapse(Duration time) {
    contract.elapse(time);
  }

  /** The name of this test's own function. */
  final String function() {
    return function;
  }

  final EntryKey key() {
    return key(function);
  }

  /** A key that was never used, of any function. */
  final EntryKey key(String ofFunction) {
    byte[] digest = new byte[EntryKey.DIGEST_BYTES];
    ByteBuffer.wrap(digest).putInt(28, keys.incrementAndGet());
    return new EntryKey(ofFunction, digest);
  }

  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("the operation failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within " + PATIENCE_SECONDS + " seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  final Claim claim(RemoteBackend by, EntryKey key, Duration lease) {
    return get(by.claim(key, "tck", lease));
  }

  /** A claim that the test needs and does not test. */
  final Claim.Granted grant(RemoteBackend by, EntryKey key, Duration lease) {
    if (claim(by, key, lease) instanceof Claim.Granted granted) {
      return granted;
    }
    throw new TestAbortedException("no claim was granted: see B8, B12, B13, B19");
  }

  final Claim.Granted grant(EntryKey key) {
    return grant(client(), key, LONG_LEASE);
  }

  /** An unfenced store that the test needs and does not test. */
  final void put(EntryKey key, String payload) {
    put(key, payload.getBytes(UTF_8));
  }

  final void put(EntryKey key, byte[] payload) {
    boolean stored = get(client().store(key, payload, RemoteBackend.UNFENCED, Optional.empty()));
    assumeThat(stored).as("an unfenced store was accepted: see B33").isTrue();
  }

  final boolean store(RemoteBackend by, EntryKey key, String payload, long token) {
    return get(by.store(key, payload.getBytes(UTF_8), token, Optional.empty()));
  }

  /** The ground of tests that expect a store under a claim to be accepted. */
  final void assumeClaimsStore() {
    EntryKey key = key();
    boolean stored = store(client(), key, "ground", grant(key).token());
    assumeThat(stored).as("a store under the newest claim was accepted: see B22").isTrue();
  }

  final Lookup.Stored stored(RemoteBackend by, EntryKey key) {
    Lookup.Stored stored = get(by.lookup(key)).stored();
    if (stored == null) {
      throw new AssertionError("nothing is found under a key that was stored");
    }
    return stored;
  }

  final String text(EntryKey key) {
    return new String(stored(client(), key).payload(), UTF_8);
  }

  final Duration age(RemoteBackend by, EntryKey key) {
    return Duration.ofNanos(stored(by, key).ageNanos());
  }
}
