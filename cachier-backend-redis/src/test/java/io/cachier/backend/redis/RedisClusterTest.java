package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is particular to a Cluster. */
class RedisClusterTest {
  private static final int KEYS = 300;
  private static final int THREADS = 4;
  private static final int MOVED_SLOTS = 400;

  private static RedisCluster cluster;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.started(ServerBinary.bundled());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void store_oneFunction_spreadsOverAllServers() {
    try (RemoteBackend backend = open(cluster)) {
      for (int i = 0; i < KEYS; i++) {
        Stages.put(backend, Stages.key("spread", i), new byte[10]);
      }
      for (RedisServer server : cluster.servers()) {
        assertThat(server.commands().dbsize()).isBetween(KEYS / 6L, KEYS * 2L / 3);
      }
      assertThat(Stages.get(backend.clear("spread"))).isEqualTo(KEYS);
    }
  }

  @Test
  @DisplayName("R13: slots that move under load reach no caller")
  void apply_slotsMoving_neverFailsAndGoesOnHitting() {
    AtomicInteger runs = new AtomicInteger();
    try (Cachier cachier =
        Cachier.builder()
            .backend("redis")
            .setting("redis.uri", cluster.uris())
            .setting("redis.cluster", "true")
            .operationTimeout(Duration.ofSeconds(5))
            .build()) {
      CachedFunction<Integer, String> function =
          cachier
              .function(
                  "moving",
                  Integer.class,
                  String.class,
                  key -> {
                    runs.incrementAndGet();
                    return "value " + key;
                  })
              .metrics(MetricsPolicy.on())
              .build();
      for (int i = 0; i < KEYS; i++) {
        function.apply(i);
      }
      AtomicBoolean enough = new AtomicBoolean();
      LongAdder calls = new LongAdder();
      List<CompletableFuture<Void>> load = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        load.add(
            CompletableFuture.runAsync(
                () -> {
                  while (!enough.get()) {
                    int key = ThreadLocalRandom.current().nextInt(KEYS);
                    if (!function.apply(key).equals("value " + key)) {
                      throw new AssertionError("a wrong value");
                    }
                    calls.increment();
                  }
                },
                work -> new Thread(work, "load").start()));
      }
      try {
        for (int slot = 0; slot < MOVED_SLOTS; slot++) {
          cluster.move(slot, cluster.server(0), cluster.server(1));
        }
        for (int slot = 0; slot < MOVED_SLOTS; slot++) {
          cluster.move(slot, cluster.server(1), cluster.server(0));
        }
      } finally {
        enough.set(true);
      }
      load.forEach(one -> one.orTimeout(30, TimeUnit.SECONDS).join());
      MetricSnapshot seen = function.metrics().snapshot();
      System.out.printf(
          "R13, Cluster: %d slot moves, %d calls, %d runs for %d keys, %d backend errors%n",
          2 * MOVED_SLOTS, calls.sum(), runs.get(), KEYS, seen.backendErrors());
      assertThat(calls.sum()).isGreaterThan(MOVED_SLOTS);
      // A key in flight between two servers may be computed anew, no more than that.
      assertThat(seen.backendErrors()).isLessThan(calls.sum() / 100 + 10);
      assertThat(runs.get()).isLessThan(2 * KEYS);
    }
  }

  @Test
  void using_clientOfTheApplication_isLeftOpen() {
    RedisClusterClient client =
        RedisClusterClient.create(
            cluster.servers().stream().map(server -> RedisURI.create(server.uri())).toList());
    try {
      RemoteBackend backend =
          RedisBackendProvider.using(client)
              .open(new TestSettings(Map.of("redis.prefix", "theirs")));
      EntryKey key = Stages.key("f", 1);
      Stages.put(backend, key, new byte[3]);
      assertThat(backend.location("f").orElseThrow()).contains("theirs:f:{*}");
      backend.close();
      assertThat(client.connect().sync().ping()).isEqualTo("PONG");
    } finally {
      client.shutdown(0, 2, TimeUnit.SECONDS);
    }
  }

  @Test
  void awaitSettled_servers7_isWokenByShardedChannels() {
    try (RedisCluster seven = RedisCluster.started(ServerBinary.seven());
        RemoteBackend holder = open(seven);
        RemoteBackend waiter = open(seven)) {
      for (int i = 0; i < 20; i++) {
        EntryKey key = Stages.key("sharded", i);
        var granted =
            (io.cachier.spi.Claim.Granted)
                Stages.get(holder.claim(key, "test", Duration.ofMinutes(1)));
        CompletableFuture<Void> waiting =
            waiter.awaitSettled(key, Duration.ofSeconds(50)).toCompletableFuture();
        byte[] channel = new FunctionSpace("cachier", "sharded").key(key);
        RedisServer owner = ownerOf(seven, channel);
        await()
            .until(
                () ->
                    owner.commands().get(new String(channel, US_ASCII)).charAt(3) == '2'
                        || waiting.isDone());
        assertThat(waiting).isNotDone();
        assertThat(Stages.get(holder.release(key, granted.token()))).isTrue();
        Stages.get(waiting);
      }
      long sharded =
          seven.servers().stream()
              .mapToLong(server -> server.commandCalls().getOrDefault("spublish", 0L))
              .sum();
      long broadcast =
          seven.servers().stream()
              .mapToLong(server -> server.commandCalls().getOrDefault("publish", 0L))
              .sum();
      assertThat(sharded).isEqualTo(20);
      assertThat(broadcast).isZero();
    }
  }

  private static RedisServer ownerOf(RedisCluster of, byte[] key) {
    int slot = SlotHash.getSlot(key);
    return of.server(Math.min(2, (int) (slot * 3L / 16_384)));
  }

  private static RemoteBackend open(RedisCluster of) {
    return new RedisBackendProvider()
        .open(new TestSettings(Map.of("redis.uri", of.uris(), "redis.cluster", "true")));
  }
}
