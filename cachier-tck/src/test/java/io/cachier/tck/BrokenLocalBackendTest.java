package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.launcher.TagFilter.excludeTags;

import io.cachier.spi.CacheEntry;
import io.cachier.spi.LocalBackend;
import io.cachier.spi.LocalBackendProvider;
import io.cachier.spi.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.testkit.engine.Events;

/** The contract of local backends can fail: each illness fails the tests of its rule alone. */
class BrokenLocalBackendTest {
  private record LocalIllness(String rule, String name, Opening opening) {}

  private interface Opening {
    LocalBackend open(String function, Settings settings);
  }

  private static volatile Opening opening = (function, settings) -> new Plain();

  private static List<LocalIllness> illnesses() {
    return List.of(
        new LocalIllness("L1", "finds what nobody put", (f, s) -> new FindsAnything()),
        new LocalIllness("L2", "keeps the first", (f, s) -> new KeepsFirst()),
        new LocalIllness("L2", "copies entries", (f, s) -> new LosesFigures()),
        new LocalIllness("L3", "takes null for nothing", (f, s) -> new NoNulls()),
        new LocalIllness("L4", "compares by identity", (f, s) -> new ComparesLists()),
        new LocalIllness("L5", "says that there always was one", (f, s) -> new AlwaysRemoved()),
        new LocalIllness("L5", "removes them all", (f, s) -> new RemovesAll()),
        new LocalIllness("L6", "counts what is left", (f, s) -> new CountsAfter()),
        new LocalIllness("L7", "removes what is as old", (f, s) -> new RemovesSame()),
        new LocalIllness("L7", "compares by value", (f, s) -> new ComparesByValue()),
        new LocalIllness("L8", "counts writes", (f, s) -> new CountsWrites()),
        new LocalIllness("L9", "takes unmeasured for small", (f, s) -> new SumsAll()),
        new LocalIllness("L10", "loses concurrent writes", (f, s) -> new Racy()),
        new LocalIllness("L11", "shares its entries", (f, s) -> new Plain(sharedUnless(f))),
        new LocalIllness("L12", "fails when closed again", (f, s) -> new ClosesOnce(f)),
        new LocalIllness("L14", "lists only some", (f, s) -> new ListsSome()),
        new LocalIllness(
            "L13",
            "reads a setting that nobody knows of",
            (f, s) -> {
              s.text("plain.secret");
              return new Plain();
            }));
  }

  /** One map for each test, since tests run beside each other: that of its thread. */
  private static final ThreadLocal<Map<Object, CacheEntry>> OF_THREAD = new ThreadLocal<>();

  private static Map<Object, CacheEntry> sharedUnless(String function) {
    if (function.equals("tck.local")) {
      OF_THREAD.set(new ConcurrentHashMap<>());
    }
    return OF_THREAD.get();
  }

  @TestFactory
  Stream<DynamicTest> contract_brokenBackend_failsThatRuleAlone() {
    return illnesses().stream()
        .map(
            illness ->
                DynamicTest.dynamicTest(
                    illness.rule() + ": " + illness.name(),
                    () -> {
                      opening = illness.opening();
                      Events tests = Examination.of(Patient.class, excludeTags("engine"));
                      assertThat(Examination.rulesOf(tests.failed()))
                          .containsExactly(illness.rule());
                    }));
  }

  @Test
  void contract_healthyBackend_passesEveryTest() {
    opening = (function, settings) -> new Plain();
    Events tests = Examination.of(Patient.class, excludeTags("engine"));
    assertThat(Examination.rulesOf(tests.succeeded())).isEqualTo(Examination.written("L"));
    assertThat(Examination.rulesOf(tests.failed())).isEmpty();
  }

  @Test
  void illnesses_everyRule_hasOne() {
    Set<String> rules = illnesses().stream().map(LocalIllness::rule).collect(Collectors.toSet());
    assertThat(rules).isEqualTo(Examination.written("L"));
  }

  static class Patient extends LocalBackendContract {
    @Override
    protected LocalBackendProvider provider() {
      return new PlainProvider();
    }
  }

  private static final class PlainProvider implements LocalBackendProvider {
    @Override
    public String name() {
      return "plain";
    }

    @Override
    public LocalBackend open(String function, Settings settings) {
      return opening.open(function, settings);
    }
  }

  private static class Plain implements LocalBackend {
    final Map<Object, CacheEntry> entries;

    Plain() {
      this(new ConcurrentHashMap<>());
    }

    Plain(Map<Object, CacheEntry> entries) {
      this.entries = entries;
    }

    @Override
    public @Nullable CacheEntry get(Object key) {
      return entries.get(key);
    }

    @Override
    public void put(Object key, CacheEntry entry) {
      entries.put(key, entry);
    }

    @Override
    public boolean remove(Object key) {
      return entries.remove(key) != null;
    }

    @Override
    public long clear() {
      long count = entries.size();
      entries.clear();
      return count;
    }

    @Override
    public long removeWrittenBefore(long writtenNanos) {
      long before = entries.size();
      entries.values().removeIf(entry -> isBefore(entry.writtenNanos(), writtenNanos));
      return before - entries.size();
    }

    boolean isBefore(long one, long other) {
      return one - other < 0;
    }

    @Override
    public long size() {
      return entries.size();
    }

    @Override
    public Stream<Map.Entry<Object, CacheEntry>> entries() {
      return entries.entrySet().stream();
    }

    @Override
    public OptionalLong sizeBytes() {
      return entries.values().stream().anyMatch(entry -> entry.sizeBytes() < 0)
          ? OptionalLong.empty()
          : OptionalLong.of(entries.values().stream().mapToLong(CacheEntry::sizeBytes).sum());
    }

    @Override
    public void close() {}
  }

  private static final class FindsAnything extends Plain {
    @Override
    public @Nullable CacheEntry get(Object key) {
      return key.equals("unknown") ? new CacheEntry("", 0, 0, 0) : super.get(key);
    }
  }

  private static final class KeepsFirst extends Plain {
    @Override
    public void put(Object key, CacheEntry entry) {
      if (entry.sizeBytes() == 6) {
        entries.putIfAbsent(key, entry);
      } else {
        super.put(key, entry);
      }
    }
  }

  private static final class LosesFigures extends Plain {
    @Override
    public void put(Object key, CacheEntry entry) {
      super.put(key, new CacheEntry(entry.value(), entry.writtenNanos(), 0, entry.sizeBytes()));
    }
  }

  private static final class NoNulls extends Plain {
    @Override
    public void put(Object key, CacheEntry entry) {
      if (entry.value() != null) {
        super.put(key, entry);
      }
    }
  }

  /** Looks lists up by identity: who has many kinds of keys may forget one. */
  private static final class ComparesLists extends Plain {
    @Override
    public @Nullable CacheEntry get(Object key) {
      return key instanceof List && entries.keySet().stream().noneMatch(known -> known == key)
          ? null
          : super.get(key);
    }
  }

  private static final class AlwaysRemoved extends Plain {
    @Override
    public boolean remove(Object key) {
      super.remove(key);
      return true;
    }
  }

  private static final class RemovesAll extends Plain {
    @Override
    public boolean remove(Object key) {
      boolean removed = super.remove(key);
      entries.clear();
      return removed;
    }
  }

  private static final class CountsAfter extends Plain {
    @Override
    public long clear() {
      super.clear();
      return entries.size();
    }
  }

  private static final class RemovesSame extends Plain {
    @Override
    boolean isBefore(long one, long other) {
      return one - other <= 0;
    }
  }

  private static final class ComparesByValue extends Plain {
    @Override
    boolean isBefore(long one, long other) {
      return one < other;
    }
  }

  private static final class CountsWrites extends Plain {
    private long writes;

    @Override
    public void put(Object key, CacheEntry entry) {
      writes++;
      super.put(key, entry);
    }

    @Override
    public long size() {
      return writes;
    }
  }

  private static final class SumsAll extends Plain {
    @Override
    public OptionalLong sizeBytes() {
      return OptionalLong.of(entries.values().stream().mapToLong(CacheEntry::sizeBytes).sum());
    }
  }

  private static final class ListsSome extends Plain {
    @Override
    public Stream<Map.Entry<Object, CacheEntry>> entries() {
      return super.entries().limit(50);
    }
  }

  /** Copies on write, without a lock. */
  private static final class Racy extends Plain {
    private volatile Map<Object, CacheEntry> copy = Map.of();

    @Override
    public void put(Object key, CacheEntry entry) {
      Map<Object, CacheEntry> next = new HashMap<>(copy);
      next.put(key, entry);
      copy = next;
      super.put(key, entry);
    }

    @Override
    public @Nullable CacheEntry get(Object key) {
      return key instanceof Integer && entries.size() > 3 ? copy.get(key) : super.get(key);
    }
  }

  private static final class ClosesOnce extends Plain {
    private final boolean strict;
    private boolean closed;

    ClosesOnce(String function) {
      this.strict = function.equals("tck.local2");
    }

    @Override
    public void close() {
      if (closed && strict) {
        throw new IllegalStateException("closed already");
      }
      closed = true;
    }
  }
}
