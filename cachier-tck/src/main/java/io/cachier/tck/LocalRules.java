package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.cachier.spi.CacheEntry;
import io.cachier.spi.LocalBackend;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** L1 to L14. */
abstract class LocalRules {
  private static final int THREADS = 8;
  private static final Duration AT_REST = Duration.ofSeconds(2);
  private static final int KEYS_A_THREAD = 100;

  private final LocalBackendContract contract;
  private final RecordingSettings settings;
  private @Nullable LocalBackend opened;

  LocalRules(LocalBackendContract contract) {
    this.contract = contract;
    this.settings = new RecordingSettings(contract.settings());
  }

  @BeforeEach
  final void open() {
    opened = contract.provider().open("tck.local", settings);
  }

  @AfterEach
  final void close() {
    backend().close();
  }

  private LocalBackend backend() {
    LocalBackend backend = opened;
    if (backend == null) {
      throw new AssertionError("the provider opened nothing");
    }
    return backend;
  }

  private static CacheEntry entry(@Nullable Object value) {
    return new CacheEntry(value, 0, 7, 10);
  }

  private static CacheEntry writtenAt(long nanos) {
    return new CacheEntry("value", nanos, 7, 10);
  }

  private @Nullable Object valueOf(Object key) {
    CacheEntry found = backend().get(key);
    if (found == null) {
      throw new AssertionError("no entry under a key that was put");
    }
    return found.value();
  }

  @Test
  @Rule("L1")
  void get_unknownKey_findsNothing() {
    assertThat(backend().get("unknown")).isNull();
  }

  @Test
  @Rule("L2")
  void get_putTwice_givesTheLastItself() {
    Object value = new Object();
    backend().put("key", entry("older"));
    backend().put("key", new CacheEntry(value, Long.MIN_VALUE, 5, 6));
    assertThat(valueOf("key")).isSameAs(value);
    assertThat(backend().get("key")).isEqualTo(new CacheEntry(value, Long.MIN_VALUE, 5, 6));
  }

  @Test
  @Rule("L3")
  void get_cachedNull_isAnEntry() {
    backend().put("key", entry(null));
    CacheEntry found = backend().get("key");
    assertThat(found).isNotNull();
    assertThat(found.value()).isNull();
  }

  @Test
  @Rule("L4")
  void get_equalKey_findsTheEntry() {
    backend().put(List.of("a", 1), entry("value"));
    CacheEntry found = backend().get(List.of("a", 1));
    assertThat(found).as("an equal key that is another object").isNotNull();
    assertThat(backend().get(List.of("a", 2))).as("a key that is not equal").isNull();
  }

  @Test
  @Rule("L5")
  void remove_entry_leavesTheOthers() {
    backend().put("goes", entry("value"));
    backend().put("stays", entry("value"));
    assertThat(backend().remove("goes")).isTrue();
    assertThat(backend().get("goes")).isNull();
    assertThat(backend().remove("goes")).isFalse();
    assertThat(backend().get("stays")).isNotNull();
  }

  @Test
  @Rule("L6")
  void clear_entries_leavesNoneAndCountsThem() {
    for (int i = 0; i < 3; i++) {
      backend().put(i, entry("value"));
    }
    assertThat(backend().clear()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      assertThat(backend().get(i)).isNull();
    }
    assertThat(backend().clear()).isZero();
  }

  @Test
  @Rule("L7")
  void removeWrittenBefore_someOlder_removesThemAlone() {
    backend().put("older", writtenAt(99));
    backend().put("same", writtenAt(100));
    backend().put("younger", writtenAt(101));
    assertThat(backend().removeWrittenBefore(100)).isEqualTo(1);
    assertThat(backend().get("older")).isNull();
    assertThat(backend().get("same")).isNotNull();
    assertThat(backend().get("younger")).isNotNull();
  }

  @Test
  @Rule("L7")
  void removeWrittenBefore_tickerPassedItsEnd_comparesByDifference() {
    backend().put("older", writtenAt(Long.MAX_VALUE - 10));
    backend().put("younger", writtenAt(Long.MIN_VALUE + 10));
    assertThat(backend().removeWrittenBefore(Long.MIN_VALUE)).isEqualTo(1);
    assertThat(backend().get("older")).isNull();
    assertThat(backend().get("younger")).isNotNull();
  }

  @Test
  @Rule("L8")
  void size_someEntries_countsThem() {
    assertThat(backend().size()).isZero();
    backend().put("a", entry("value"));
    backend().put("b", entry("value"));
    backend().put("b", entry("value"));
    await().atMost(AT_REST).untilAsserted(() -> assertThat(backend().size()).isEqualTo(2));
  }

  @Test
  @Rule("L9")
  void sizeBytes_allMeasured_isTheirSum() {
    backend().put("a", new CacheEntry("value", 0, 0, 10));
    backend().put("b", new CacheEntry("value", 0, 0, 5));
    backend().put("b", new CacheEntry("value", 0, 0, 32));
    await()
        .atMost(AT_REST)
        .untilAsserted(() -> assertThat(backend().sizeBytes()).isEqualTo(OptionalLong.of(42)));
  }

  @Test
  @Rule("L9")
  void sizeBytes_oneNotMeasured_isUnknown() {
    backend().put("a", new CacheEntry("value", 0, 0, 10));
    backend().put("b", new CacheEntry("value", 0, 0, -1));
    await().atMost(AT_REST).untilAsserted(() -> assertThat(backend().sizeBytes()).isEmpty());
  }

  @Test
  @Rule("L10")
  void put_manyThreads_losesNothing() {
    AtomicInteger next = new AtomicInteger();
    AtOnce.call(
        THREADS,
        () -> {
          for (int i = 0; i < KEYS_A_THREAD; i++) {
            int key = next.getAndIncrement();
            backend().put(key, entry(key));
          }
          return true;
        });
    for (int key = 0; key < THREADS * KEYS_A_THREAD; key++) {
      CacheEntry found = backend().get(key);
      assertThat(found).as("entry %d", key).isNotNull();
      assertThat(found.value()).isEqualTo(key);
    }
  }

  @Test
  @Rule("L11")
  void open_anotherFunction_sharesNothing() {
    backend().put("key", entry("value"));
    try (LocalBackend other = contract.provider().open("tck.local2", settings)) {
      assertThat(other.get("key")).isNull();
      other.put("key", entry("other"));
      other.clear();
    }
    assertThat(valueOf("key")).isEqualTo("value");
  }

  @Test
  @Rule("L14")
  void entries_some_listsEachOnceAndMayBeRemovedMeanwhile() {
    for (int key = 0; key < KEYS_A_THREAD; key++) {
      backend().put(key, entry("value " + key));
    }
    Map<Object, Object> listed = new HashMap<>();
    try (Stream<Map.Entry<Object, CacheEntry>> entries = backend().entries()) {
      entries.forEach(
          each -> assertThat(listed.put(each.getKey(), each.getValue().value())).isNull());
    }
    assertThat(listed).hasSize(KEYS_A_THREAD).containsEntry(7, "value 7");
    try (Stream<Map.Entry<Object, CacheEntry>> entries = backend().entries()) {
      assertThatCode(() -> entries.forEach(each -> backend().remove(each.getKey())))
          .doesNotThrowAnyException();
    }
  }

  @Test
  @Rule("L12")
  void close_twice_isHarmless() {
    LocalBackend other = contract.provider().open("tck.local2", settings);
    other.close();
    assertThatCode(other::close).doesNotThrowAnyException();
  }

  @Test
  @Rule("L13")
  void open_anySettingRead_isDeclared() {
    assertThat(contract.provider().settings()).containsAll(settings.asked());
    assertThat(contract.provider().settings()).containsAll(contract.settings().keySet());
    assertThat(settings.rejected()).isEmpty();
  }
}
