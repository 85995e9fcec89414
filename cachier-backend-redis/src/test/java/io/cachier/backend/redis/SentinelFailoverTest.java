package io.cachier.backend.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A master, a replica and a Sentinel, and the master dies. */
class SentinelFailoverTest {
  private static final int KEYS = 50;
  private static final int THREADS = 4;

  @Test
  @DisplayName("R13: a failover by Sentinel under load reaches no caller")
  void apply_masterKilled_neverFailsAndFindsTheNewMaster() {
    try (RedisServer master = RedisServer.started();
        RedisServer replica = RedisServer.started("--replicaof", "127.0.0.1", master.port() + "");
        RedisServer sentinel =
            RedisServer.sentinel(
                ServerBinary.bundled(),
                """
                sentinel monitor ours 127.0.0.1 %d 1
                sentinel down-after-milliseconds ours 500
                sentinel failover-timeout ours 5000
                """
                    .formatted(master.port()))) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  sentinel.commands().info("sentinel").contains("slaves=1")
                      && replica.commands().info("replication").contains("link_status:up"));
      try (Cachier cachier =
          Cachier.builder()
              .backend("redis")
              .setting("redis.uri", "redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#ours")
              .build()) {
        failOver(cachier, master, replica);
      }
    }
  }

  private static void failOver(Cachier cachier, RedisServer master, RedisServer replica) {
    AtomicInteger runs = new AtomicInteger();
    CachedFunction<Integer, String> function =
        cachier
            .function(
                "failing over",
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
    await().atMost(Duration.ofSeconds(30)).until(() -> replica.commands().dbsize() == KEYS);
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
      master.kill();
      long killedNanos = System.nanoTime();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> replica.commands().info("replication").contains("role:master"));
      long promotedNanos = System.nanoTime();
      long before = function.metrics().snapshot().hits();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> function.metrics().snapshot().hits() > before + 100);
      System.out.printf(
          "R13, Sentinel: promoted after %d ms, hits again %d ms later; %d calls, %d runs, %d"
              + " backend errors%n",
          TimeUnit.NANOSECONDS.toMillis(promotedNanos - killedNanos),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - promotedNanos),
          calls.sum(),
          runs.get(),
          function.metrics().snapshot().backendErrors());
    } finally {
      enough.set(true);
    }
    load.forEach(one -> one.orTimeout(30, TimeUnit.SECONDS).join());
    assertThat(calls.sum()).isPositive();
  }
}
