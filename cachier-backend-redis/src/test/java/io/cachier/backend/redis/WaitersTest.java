package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Gauge;
import io.cachier.spi.RemoteBackend;
import io.lettuce.core.KillArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How those who wait come to know, and what it costs. */
class WaitersTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final FunctionSpace SPACE = new FunctionSpace("cachier", "waited");

  private static RedisServer server;

  private RemoteBackend holder;
  private RemoteBackend waiter;
  private int keys;

  @BeforeAll
  static void start() {
    server = RedisServer.started();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    server.commands().flushall();
    server.commands().configResetstat();
    holder = TestSettings.open(server);
    waiter = TestSettings.open(server);
  }

  @AfterEach
  void close() {
    holder.close();
    waiter.close();
  }

  private record Held(EntryKey key, long token) {}

  private Held held(Duration lease) {
    EntryKey key = Stages.key("waited", ++keys);
    Claim claim = Stages.get(holder.claim(key, "holder", lease));
    return new Held(key, ((Claim.Granted) claim).token());
  }

  private CompletableFuture<Void> waiting(Held held) {
    return waiter.awaitSettled(held.key(), LONG).toCompletableFuture();
  }

  private static String redisKey(Held held) {
    return new String(SPACE.key(held.key()), US_ASCII);
  }

  /** Until the server knows that somebody listens. */
  private static void awaitMark(Held held) {
    await().until(() -> server.commands().get(redisKey(held)).charAt(3) == '1');
  }

  @Test
  void release_nobodyWaits_publishesNothing() {
    Held held = held(LONG);
    assertThat(Stages.get(holder.release(held.key(), held.token()))).isTrue();
    assertThat(server.commandCalls()).doesNotContainKey("publish");
  }

  @Test
  void release_manyWaitForManyKeys_oneConnectionListens() {
    List<Held> all = new ArrayList<>();
    List<CompletableFuture<Void>> waits = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Held held = held(LONG);
      all.add(held);
      waits.add(waiting(held));
      waits.add(waiting(held));
    }
    all.forEach(WaitersTest::awaitMark);
    assertThat(server.commands().clientList().lines().filter(line -> line.contains(" sub=")))
        .filteredOn(line -> !line.contains(" sub=0"))
        .hasSize(1);
    all.forEach(held -> Stages.get(holder.release(held.key(), held.token())));
    waits.forEach(Stages::get);
    assertThat(server.commandCalls()).containsEntry("publish", 50L);
    await().until(() -> server.commands().pubsubChannels().isEmpty());
  }

  @Test
  void release_subscriptionCut_isFoundByPolling() {
    Held held = held(LONG);
    CompletableFuture<Void> wait = waiting(held);
    awaitMark(held);
    // It can't come back, so that no message can be what wakes.
    server.commands().aclSetuser("default", onlyWithoutChannels());
    try {
      assertThat(server.commands().clientKill(KillArgs.Builder.typePubsub())).isEqualTo(1);
      // Back, but without its channel: from now on there is nothing to be heard.
      await().until(() -> figures(waiter).get("reconnects") == 1);
      await().pollDelay(Duration.ofMillis(300)).until(() -> true);
      assertThat(wait).isNotDone();
      assertThat(server.commands().pubsubChannels()).isEmpty();
      Stages.get(holder.release(held.key(), held.token()));
      long releasedNanos = System.nanoTime();
      Stages.get(wait);
      long lateMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - releasedNanos);
      System.out.printf("B51 without a subscription: woken after %d ms%n", lateMillis);
      assertThat(lateMillis).isLessThan(5_000);
    } finally {
      server.commands().aclSetuser("default", io.lettuce.core.AclSetuserArgs.Builder.allChannels());
    }
  }

  private static io.lettuce.core.AclSetuserArgs onlyWithoutChannels() {
    return io.lettuce.core.AclSetuserArgs.Builder.resetChannels();
  }

  @Test
  void release_subscriptionCutAndBack_isHeardAgain() {
    Held held = held(LONG);
    CompletableFuture<Void> wait = waiting(held);
    awaitMark(held);
    server.commands().clientKill(KillArgs.Builder.typePubsub());
    await().until(() -> !server.commands().pubsubChannels().isEmpty());
    assertThat(wait).isNotDone();
    Stages.get(holder.release(held.key(), held.token()));
    Stages.get(wait);
    await()
        .until(
            () ->
                waiter.gauges().stream()
                    .anyMatch(gauge -> gauge.name().equals("reconnects") && gauge.value() == 1));
  }

  @Test
  void awaitSettled_longWait_pollsEverMoreSeldom() {
    Held held = held(LONG);
    CompletableFuture<Void> wait = waiting(held);
    awaitMark(held);
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    // 40, 80, 160, 320 ms, then twice a second; the claim is one more.
    assertThat(server.commandCalls().get("evalsha")).isLessThan(18);
    Stages.get(holder.release(held.key(), held.token()));
    Stages.get(wait);
  }

  @Test
  void awaitSettled_serverDies_failsSoon() {
    try (RedisServer mortal = RedisServer.started();
        RemoteBackend backend = TestSettings.open(mortal)) {
      EntryKey key = Stages.key("waited", 1);
      Stages.get(backend.claim(key, "holder", LONG));
      CompletableFuture<Void> wait = backend.awaitSettled(key, LONG).toCompletableFuture();
      mortal.kill();
      assertThat(Stages.failure(wait)).isNotNull();
    }
  }

  @Test
  void awaitSettled_serverSilent_failsSoon() {
    try (RedisServer mortal = RedisServer.started();
        RemoteBackend backend = TestSettings.open(mortal)) {
      EntryKey key = Stages.key("waited", 1);
      Stages.get(backend.claim(key, "holder", LONG));
      CompletableFuture<Void> wait = backend.awaitSettled(key, LONG).toCompletableFuture();
      mortal.pause();
      try {
        assertThat(Stages.failure(wait)).hasMessageContaining("no answer while waiting");
      } finally {
        mortal.resume();
      }
    }
  }

  @Test
  void close_somebodyWaits_endsTheWait() {
    Held held = held(LONG);
    CompletableFuture<Void> wait = waiting(held);
    waiter.close();
    assertThat(Stages.failure(wait)).hasMessageContaining("closed");
    assertThat(Stages.failure(waiter.awaitSettled(held.key(), LONG)))
        .hasMessageContaining("closed");
    assertThat(Stages.failure(waiter.lookup(held.key()))).hasMessageContaining("closed");
  }

  @Test
  void gauges_whileWorking_tellOfConnectionsAndServer() {
    Stages.put(holder, Stages.key("waited", 1), new byte[1]);
    await().until(() -> figures(holder).containsKey("server_memory_bytes"));
    Map<String, Double> figures = figures(holder);
    assertThat(figures.get("server_memory_bytes")).isGreaterThan(100_000);
    assertThat(figures).containsEntry("server_evicted_keys", 0.0);
    assertThat(figures).containsEntry("commands_in_flight", 0.0);
    assertThat(figures).containsEntry("pool_connections commands open", 1.0);
    assertThat(figures).containsEntry("pool_connections commands closed", 0.0);
    assertThat(figures).containsEntry("pool_connections messages open", 0.0);
  }

  private static Map<String, Double> figures(RemoteBackend backend) {
    Map<String, Double> figures = new java.util.HashMap<>();
    for (Gauge gauge : backend.gauges()) {
      String labels =
          gauge.labels().isEmpty()
              ? ""
              : " " + gauge.labels().get("pool") + " " + gauge.labels().get("state");
      figures.put(gauge.name() + labels, gauge.value());
    }
    return figures;
  }
}
