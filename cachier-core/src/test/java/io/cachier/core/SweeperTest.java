package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.LocalBackend;
import io.cachier.spi.LocalBackendProvider;
import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** C91: one removal at a time, and none that ends all others. */
class SweeperTest {
  private final Map<String, AtomicInteger> sweeps = new ConcurrentHashMap<>();
  private final Set<String> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @Test
  void sweep_manyFunctionsOneOfThemFailing_isOneAfterTheOther() {
    try (Cachier cachier = Cachier.builder().addBackend(new Provider()).backend("told").build()) {
      for (String name : new String[] {"a", "failing", "c"}) {
        CachedFunction<String, String> unused =
            cachier
                .function(name, String.class, String.class, x -> x)
                .staleAfter(Duration.ofNanos(1))
                .cleanup(Duration.ofMillis(1))
                .build();
      }
      Awaitility.await()
          .until(() -> sweeps.size() == 3 && sweeps.values().stream().allMatch(n -> n.get() > 5));
    }
    int after = sweeps.get("a").get();
    assertThat(most).hasValue(1);
    assertThat(threads).containsExactly("cachier-cleanup-1");
    assertThat(sweeps.get("a").get()).isBetween(after, after + 1);
  }

  private final class Provider implements LocalBackendProvider {
    @Override
    public String name() {
      return "told";
    }

    @Override
    public LocalBackend open(String function, Settings settings) {
      return new Told(function);
    }
  }

  /** Holds nothing, and tells who sweeps it. */
  private final class Told implements LocalBackend {
    private final String function;

    Told(String function) {
      this.function = function;
    }

    @Override
    public long removeWrittenBefore(long writtenNanos) {
      most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      threads.add(Thread.currentThread().getName());
      sweeps.computeIfAbsent(function, f -> new AtomicInteger()).incrementAndGet();
      underWay.decrementAndGet();
      if (function.equals("failing")) {
        throw new IllegalStateException("no sweeping");
      }
      return 0;
    }

    @Override
    public @Nullable CacheEntry get(Object key) {
      return null;
    }

    @Override
    public void put(Object key, CacheEntry entry) {}

    @Override
    public boolean remove(Object key) {
      return false;
    }

    @Override
    public long clear() {
      return 0;
    }

    @Override
    public Stream<Map.Entry<Object, CacheEntry>> entries() {
      return Stream.empty();
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public OptionalLong sizeBytes() {
      return OptionalLong.of(0);
    }

    @Override
    public void close() {}
  }
}
