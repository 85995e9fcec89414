package io.cachier.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.core.FakeSettings;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.LocalBackend;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MemoryBackendTest {
  private final LocalBackend backend = new MemoryBackend();

  @Test
  void get_stored_givesTheSameEntry() {
    CacheEntry entry = entry(0, 10);
    backend.put("a", entry);
    assertThat(backend.get("a")).isSameAs(entry);
    assertThat(backend.get("b")).isNull();
  }

  @Test
  void put_overAnother_keepsTheLastOne() {
    backend.put("a", entry(0, 10));
    CacheEntry last = entry(1, 7);
    backend.put("a", last);
    assertThat(backend.get("a")).isSameAs(last);
    assertThat(backend.size()).isEqualTo(1);
    assertThat(backend.sizeBytes()).hasValue(7);
  }

  @Test
  void remove_present_tellsAndSubtracts() {
    backend.put("a", entry(0, 10));
    backend.put("b", entry(0, 5));
    assertThat(backend.remove("a")).isTrue();
    assertThat(backend.remove("a")).isFalse();
    assertThat(backend.size()).isEqualTo(1);
    assertThat(backend.sizeBytes()).hasValue(5);
  }

  @Test
  void clear_several_removesAndCountsThem() {
    backend.put("a", entry(0, 10));
    backend.put("b", entry(0, 5));
    assertThat(backend.clear()).isEqualTo(2);
    assertThat(backend.clear()).isZero();
    assertThat(backend.get("a")).isNull();
    assertThat(backend.sizeBytes()).hasValue(0);
  }

  @Test
  void sizeBytes_someEntryNotMeasured_isUnknownUntilItGoes() {
    backend.put("a", entry(0, 10));
    backend.put("b", entry(0, -1));
    assertThat(backend.sizeBytes()).isEmpty();
    backend.put("b", entry(0, 4));
    assertThat(backend.sizeBytes()).hasValue(14);
  }

  @Test
  void removeWrittenBefore_clockWraps_comparesByDifference() {
    backend.put("old", entry(Long.MAX_VALUE - 1, 10));
    backend.put("boundary", entry(Long.MIN_VALUE + 5, 3));
    backend.put("new", entry(Long.MIN_VALUE + 6, 4));
    assertThat(backend.removeWrittenBefore(Long.MIN_VALUE + 5)).isEqualTo(1);
    assertThat(backend.get("old")).isNull();
    assertThat(backend.get("boundary")).isNotNull();
    assertThat(backend.sizeBytes()).hasValue(7);
  }

  @Test
  void removeWrittenBefore_valueWithHostileEquals_neverComparesValues() {
    backend.put("a", new CacheEntry(new Hostile(), 0, 0, 1));
    assertThat(backend.removeWrittenBefore(1)).isEqualTo(1);
  }

  @Test
  void sizeBytes_afterConcurrentWritesOfAllKinds_isTheSumOfWhatIsLeft() throws Exception {
    int threads = 4;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      var runs =
          IntStream.range(0, threads)
              .<Future<?>>mapToObj(
                  thread ->
                      pool.submit(
                          () -> {
                            start.await();
                            for (int i = 0; i < 20_000; i++) {
                              change(ThreadLocalRandom.current().nextInt(100));
                            }
                            return null;
                          }))
              .toList();
      start.countDown();
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      pool.shutdownNow();
    }
    long left =
        IntStream.range(0, 8)
            .mapToObj(backend::get)
            .mapToLong(entry -> entry == null ? 0 : entry.sizeBytes())
            .sum();
    assertThat(backend.sizeBytes()).hasValue(left);
    assertThat(backend.clear()).isLessThanOrEqualTo(8);
    assertThat(backend.sizeBytes()).hasValue(0);
  }

  @Test
  void close_withEntries_letsThemGo() {
    backend.put("a", entry(0, 10));
    backend.close();
    backend.close();
    assertThat(backend.size()).isZero();
  }

  @Test
  void open_twoFunctions_haveStoresOfTheirOwn() {
    MemoryBackendProvider provider = new MemoryBackendProvider();
    LocalBackend one = provider.open("one", FakeSettings.none());
    LocalBackend two = provider.open("two", FakeSettings.none());
    one.put("a", entry(0, 1));
    assertThat(two.size()).isZero();
    assertThat(provider.name()).isEqualTo("memory");
    assertThat(provider.settings()).isEmpty();
  }

  private void change(int choice) {
    Integer key = choice % 8;
    if (choice < 60) {
      backend.put(key, entry(choice, choice < 5 ? -1 : choice));
      if (choice < 5) {
        backend.put(key, entry(choice, choice));
      }
    } else if (choice < 90) {
      backend.remove(key);
    } else if (choice < 98) {
      backend.removeWrittenBefore(30);
    } else {
      backend.clear();
    }
  }

  private static CacheEntry entry(long writtenNanos, long sizeBytes) {
    return new CacheEntry("value", writtenNanos, 0, sizeBytes);
  }

  /** A value that can't be compared. */
  private static final class Hostile {
    @Override
    public boolean equals(Object other) {
      throw new IllegalStateException("compared");
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }
}
