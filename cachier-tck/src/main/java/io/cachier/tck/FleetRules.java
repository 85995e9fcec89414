package io.cachier.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.spi.EntryInfo;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What holds over several cachiers on one store, none of which fails. */
abstract class FleetRules extends EngineRules {
  private static final Duration SHELF_LIFE = Duration.ofMillis(400);
  private static final Duration LONGER_LIFE = Duration.ofSeconds(2);
  private static final int CALLERS = 16;

  FleetRules(RemoteBackendContract contract) {
    super(contract);
  }

  @Test
  @Rule("C11")
  void apply_coldKeyOnTwoNodes_computesOnce() {
    AtomicInteger runs = new AtomicInteger();
    Faults latency = new Faults().delayAll(Duration.ofMillis(1));
    Function<String, String> slow =
        key -> {
          // Held until both nodes have asked: one that came later would find the value there.
          await().until(() -> latency.count(Operation.CLAIM) >= 2);
          return key + runs.incrementAndGet();
        };
    CachedFunction<String, String> one = function(node(latency, b -> b), slow);
    CachedFunction<String, String> two = function(node(latency, b -> b), slow);
    AtomicInteger turn = new AtomicInteger();
    List<String> values =
        AtOnce.call(2 * CALLERS, () -> (turn.getAndIncrement() % 2 == 0 ? one : two).apply("cold"));
    assertThat(runs).hasValue(1);
    assertThat(values).containsOnly("cold1");
  }

  @Test
  @Rule("C14")
  void apply_holderFails_nextWaiterComputes() {
    CountDownLatch computing = gate();
    CountDownLatch fail = gate();
    CachedFunction<String, String> failing =
        function(
            node(),
            key -> {
              computing.countDown();
              pass(fail);
              throw new UnsupportedOperationException("on purpose");
            });
    Faults seen = new Faults();
    CachedFunction<String, String> healthy = function(node(seen, b -> b), key -> "healthy");
    CompletableFuture<String> first = started(() -> failing.apply("key"));
    pass(computing);
    CompletableFuture<String> second = started(() -> healthy.apply("key"));
    await().until(() -> seen.count(Operation.AWAIT_SETTLED) > 0);
    fail.countDown();
    assertThat(first)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(UnsupportedOperationException.class);
    assertThat(result(second)).isEqualTo("healthy");
  }

  @Test
  @Rule("C17")
  void apply_staleBeingRecomputed_isNotServedAsFresh() {
    CountDownLatch computing = gate();
    CountDownLatch finish = gate();
    AtomicInteger runs = new AtomicInteger();
    Faults seen = new Faults();
    CachedFunction<String, String> one =
        perishable(
            node(),
            key -> {
              if (runs.getAndIncrement() == 0) {
                return "old";
              }
              computing.countDown();
              pass(finish);
              return "new";
            });
    CachedFunction<String, String> two = perishable(node(seen, b -> b), key -> "of two");
    one.apply("key");
    elapse(SHELF_LIFE.plusMillis(100));
    CompletableFuture<String> recomputed = started(() -> one.apply("key"));
    pass(computing);
    CompletableFuture<String> meanwhile = started(() -> two.apply("key"));
    await().until(() -> meanwhile.isDone() || seen.count(Operation.AWAIT_SETTLED) > 0);
    finish.countDown();
    assertThat(result(recomputed)).isEqualTo("new");
    assertThat(result(meanwhile)).isEqualTo("new");
  }

  private CachedFunction<String, String> perishable(
      Cachier node, Function<String, String> computed) {
    return node.function(function(), String.class, String.class, computed)
        .staleAfter(SHELF_LIFE)
        .build();
  }

  @Test
  @Rule("C5")
  void apply_staleServedByTwoNodes_refreshesOnce() {
    CountDownLatch refreshing = gate();
    CountDownLatch finish = gate();
    AtomicInteger runs = new AtomicInteger();
    Function<String, String> computed =
        key -> {
          if (runs.getAndIncrement() == 0) {
            return "old";
          }
          refreshing.countDown();
          pass(finish);
          return "new";
        };
    Faults seen = new Faults();
    CachedFunction<String, String> one = revalidated(node(), computed);
    CachedFunction<String, String> two = revalidated(node(seen, b -> b), computed);
    one.apply("key");
    elapse(LONGER_LIFE.plusMillis(100));
    assertThat(one.apply("key")).isEqualTo("old");
    pass(refreshing);
    assertThat(two.apply("key")).isEqualTo("old");
    await().until(() -> seen.count(Operation.CLAIM) > 0);
    finish.countDown();
    await().untilAsserted(() -> assertThat(one.apply("key")).isEqualTo("new"));
    assertThat(two.apply("key")).isEqualTo("new");
    // A second refresh, if there is one, runs in the background: give it the time to show.
    await().during(Duration.ofMillis(300)).until(() -> runs.get() == 2);
  }

  private CachedFunction<String, String> revalidated(
      Cachier node, Function<String, String> computed) {
    return node.function(function(), String.class, String.class, computed)
        .staleAfter(LONGER_LIFE)
        .staleWhileRevalidate(Duration.ofMinutes(10))
        .build();
  }

  @Test
  @Rule("C24")
  void invalidate_whileAnotherNodeComputes_itsResultIsNotStored() {
    CountDownLatch computing = gate();
    CountDownLatch finish = gate();
    CachedFunction<String, String> one =
        function(
            node(),
            key -> {
              computing.countDown();
              pass(finish);
              return "outdated";
            });
    CachedFunction<String, String> two = function(node(), key -> "current");
    CompletableFuture<String> first = started(() -> one.apply("key"));
    pass(computing);
    two.invalidate("key");
    finish.countDown();
    assertThat(result(first)).isEqualTo("outdated");
    assertThat(two.apply("key")).isEqualTo("current");
  }

  @Test
  @Rule("C25")
  void clearClaims_whileAnotherNodeComputes_itsResultIsReturnedAndNotStored() {
    CountDownLatch computing = gate();
    CountDownLatch finish = gate();
    CachedFunction<String, String> one =
        function(
            node(),
            key -> {
              computing.countDown();
              pass(finish);
              return "late";
            });
    CachedFunction<String, String> two = function(node(), key -> "in time");
    CompletableFuture<String> first = started(() -> one.apply("key"));
    pass(computing);
    two.clearClaims();
    assertThat(two.apply("key")).isEqualTo("in time");
    finish.countDown();
    assertThat(result(first)).isEqualTo("late");
    assertThat(function(node(), key -> "recomputed").apply("key")).isEqualTo("in time");
  }

  @Test
  @Rule("C34")
  void invalidateAndClear_onOneNode_areSeenByAnother() {
    AtomicInteger runs = new AtomicInteger();
    CachedFunction<String, String> one = function(node(), key -> key + runs.incrementAndGet());
    CachedFunction<String, String> two = function(node(), key -> key + runs.incrementAndGet());
    assertThat(List.of(one.apply("a"), two.apply("a"))).containsOnly("a1");
    two.invalidate("a");
    assertThat(List.of(one.apply("a"), two.apply("a"))).containsOnly("a2");
    two.clear();
    assertThat(List.of(one.apply("a"), two.apply("a"))).containsOnly("a3");
  }

  @Test
  @Rule("C31")
  void apply_unreadableEntry_computesAndReplacesIt() {
    CachedFunction<String, String> one = function(node(), key -> "first");
    one.apply("key");
    Listing listing = Listing.of(client().entries(function())).request(Long.MAX_VALUE);
    assertThat(listing.awaitEnd()).isEmpty();
    byte[] noise = new byte[200];
    ThreadLocalRandom.current().nextBytes(noise);
    for (byte[] garbage : List.of(noise, new byte[0], "<html>".getBytes(UTF_8))) {
      for (EntryInfo entry : listing.given()) {
        get(client().store(entry.key(), garbage, RemoteBackend.UNFENCED, Optional.empty()));
      }
      assertThat(function(node(), key -> "second").apply("key")).isEqualTo("second");
      assertThat(function(node(), key -> "third").apply("key")).isEqualTo("second");
    }
  }
}
