package io.cachier.backend.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.Bound;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.LocalBackend;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a bound puts out, and what is told of it. */
class BoundTest {
  private final AtomicLong evicted = new AtomicLong();

  private LocalBackend open(Bound bound) {
    return new CaffeineBackendProvider()
        .open("f", bound, evicted::incrementAndGet, new NoSettings());
  }

  private static CacheEntry entry(int sizeBytes) {
    return new CacheEntry("value", 0, 0, sizeBytes);
  }

  @Test
  void put_moreThanTheBound_keepsTheBoundAndTellsOfTheRest() {
    try (LocalBackend backend = open(Bound.ofEntries(100))) {
      for (int key = 0; key < 1_000; key++) {
        backend.put(key, entry(10));
      }
      assertThat(backend.size()).isEqualTo(100);
      assertThat(evicted).hasValue(900);
      assertThat(backend.sizeBytes()).isEqualTo(OptionalLong.of(1_000));
    }
  }

  @Test
  void put_bytesBeyondTheBound_keepsTheBytes() {
    try (LocalBackend backend = open(Bound.ofBytes(1_000))) {
      for (int key = 0; key < 50; key++) {
        backend.put(key, entry(100));
      }
      assertThat(backend.size()).isEqualTo(10);
      assertThat(backend.sizeBytes()).isEqualTo(OptionalLong.of(1_000));
      assertThat(evicted).hasValue(40);
    }
  }

  @Test
  void put_entryLargerThanTheBound_isNotKept() {
    try (LocalBackend backend = open(Bound.ofBytes(1_000))) {
      backend.put("small", entry(10));
      backend.put("huge", entry(1_001));
      assertThat(backend.get("huge")).isNull();
      assertThat(backend.get("small")).isNotNull();
      assertThat(evicted).hasValue(1);
      assertThat(backend.sizeBytes()).isEqualTo(OptionalLong.of(10));
    }
  }

  @Test
  void put_notMeasured_isBoundedByNumber() {
    try (LocalBackend backend = open(Bound.ofBytes(5))) {
      for (int key = 0; key < 20; key++) {
        backend.put(key, entry(-1));
      }
      assertThat(backend.size()).isEqualTo(5);
      assertThat(backend.sizeBytes()).isEmpty();
    }
  }

  /** Removing and replacing are no evictions: the engine counts them itself. */
  @Test
  void removeReplaceClear_areNoEvictions() {
    try (LocalBackend backend = open(Bound.ofEntries(10))) {
      backend.put("a", entry(1));
      backend.put("a", entry(2));
      backend.put("b", entry(4));
      assertThat(backend.remove("a")).isTrue();
      assertThat(backend.sizeBytes()).isEqualTo(OptionalLong.of(4));
      assertThat(backend.clear()).isEqualTo(1);
      assertThat(evicted).hasValue(0);
      assertThat(backend.sizeBytes()).isEqualTo(OptionalLong.of(0));
    }
  }

  @Test
  void put_manyThreadsBeyondTheBound_everyEntryIsAccountedFor() throws InterruptedException {
    int threads = 4;
    int puts = 5_000;
    try (LocalBackend backend = open(Bound.ofEntries(50))) {
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      for (int thread = 0; thread < threads; thread++) {
        int first = thread * puts;
        pool.execute(
            () -> {
              for (int key = first; key < first + puts; key++) {
                backend.put(key, entry(3));
              }
            });
      }
      pool.shutdown();
      assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      backend.put("last", entry(3));
      assertThat(backend.size() + evicted.get()).isEqualTo((long) threads * puts + 1);
      assertThat(backend.sizeBytes()).isEqualTo(OptionalLong.of(3 * backend.size()));
      assertThat(backend.size()).isBetween(1L, 50L);
    }
  }
}
