package io.cachier.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** B22, B23 and B33 to B36: writes that are accepted. */
abstract class StoreRules extends RemoteRules {
  private static final int READS = 300;
  private static final int WRITES = 100;
  private static final int WRITTEN_BYTES = 20_000;

  StoreRules(RemoteBackendContract contract) {
    super(contract);
  }

  @Test
  @Rule("B22")
  void store_newestClaim_isAcceptedAndFound() {
    EntryKey key = key();
    assertThat(store(client(), key, "payload", grant(key).token())).isTrue();
    assertThat(text(key)).isEqualTo("payload");
  }

  @Test
  @Rule("B23")
  void store_newestClaim_endsTheClaim() {
    EntryKey key = key();
    store(client(), key, "payload", grant(key).token());
    assertThat(claim(other(), key, LONG_LEASE)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  @Rule("B33")
  void store_unfencedBesideAClaim_isAcceptedAndEndsIt() {
    EntryKey key = key();
    grant(other(), key, LONG_LEASE);
    assertThat(store(client(), key, "payload", RemoteBackend.UNFENCED)).isTrue();
    assertThat(text(key)).isEqualTo("payload");
    assertThat(claim(client(), key, LONG_LEASE)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  @Rule("B34")
  void store_withRetention_isKeptThatLong() {
    EntryKey key = key();
    byte[] payload = "kept".getBytes(UTF_8);
    get(client().store(key, payload, RemoteBackend.UNFENCED, Optional.of(Duration.ofSeconds(1))));
    elapse(Duration.ofMillis(600));
    assertThat(get(client().lookup(key)).stored()).isNotNull();
  }

  @Test
  @Rule("B35")
  void store_again_replacesTheRetention() {
    EntryKey key = key();
    byte[] payload = "kept".getBytes(UTF_8);
    get(client().store(key, payload, RemoteBackend.UNFENCED, Optional.of(Duration.ofMillis(200))));
    put(key, payload);
    elapse(Duration.ofMillis(400));
    assertThat(get(client().lookup(key)).stored()).isNotNull();
  }

  @Test
  @Rule("B36")
  void lookup_besideConcurrentStores_givesOneWholePayload() {
    EntryKey key = key();
    put(key, payload('c'));
    AtomicBoolean enough = new AtomicBoolean();
    AtomicInteger writes = new AtomicInteger();
    CompletableFuture<Void> writers =
        CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> write(other(), key, 'a', enough, writes), this::start),
            CompletableFuture.runAsync(
                () -> write(client(), key, 'b', enough, writes), this::start));
    try {
      for (int i = 0; i < READS || (writes.get() < WRITES && !writers.isDone()); i++) {
        readWhole(key);
      }
      readWhole(key);
    } finally {
      enough.set(true);
      get(writers);
    }
  }

  private void readWhole(EntryKey key) {
    Lookup.Stored found = get(client().lookup(key)).stored();
    assertThat(found).isNotNull();
    assertThat(found.payload()).isEqualTo(payload((char) found.payload()[0]));
  }

  private void start(Runnable work) {
    Thread thread = new Thread(work, "cachier-tck-writer");
    thread.setDaemon(true);
    thread.start();
  }

  private static byte[] payload(char fill) {
    byte[] payload = new byte[WRITTEN_BYTES];
    Arrays.fill(payload, (byte) fill);
    return payload;
  }

  private static void write(
      RemoteBackend by, EntryKey key, char fill, AtomicBoolean enough, AtomicInteger writes) {
    while (!enough.get()) {
      get(by.store(key, payload(fill), RemoteBackend.UNFENCED, Optional.empty()));
      writes.incrementAndGet();
    }
  }
}
