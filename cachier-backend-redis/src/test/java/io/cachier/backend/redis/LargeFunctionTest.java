package io.cachier.backend.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cachier.spi.EntryInfo;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Usage;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions of many entries: nobody else may notice what is done to them. */
class LargeFunctionTest {
  private static final int MILLION = 1_000_000;
  private static final int AT_ONCE = 20_000;

  /** Values of 20 bytes under the keys that numbers make. */
  private static final String FILL =
      """
      for i = ARGV[1], ARGV[2] do
        local key = string.format('cachier:%s:{%064x}', ARGV[3], i)
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local keep = now + 86400000
        redis.call('SET', key, 'C1v0' .. struct.pack('>I6', keep) .. string.rep('\\0', 18)
          .. struct.pack('>I8', i + 1) .. struct.pack('>I6', now) .. string.rep('x', 20))
        redis.call('PEXPIREAT', key, keep)
      end
      """;

  private static RedisServer server;

  @BeforeAll
  static void start() {
    server = RedisServer.started();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void empty() {
    server.commands().flushall();
  }

  private static void fill(String function, int entries) {
    for (int from = 0; from < entries; from += AT_ONCE) {
      int to = Math.min(entries, from + AT_ONCE) - 1;
      server
          .commands()
          .eval(FILL, ScriptOutputType.STATUS, new String[0], from + "", to + "", function);
    }
  }

  /**
   * What the server takes for one command is what others wait for. It is judged by the mean of
   * thousands of commands that are all of one size: the longest of them tells more about what else
   * this machine does.
   */
  @Test
  void clear_millionEntries_pausesNobody() throws Exception {
    fill("million", MILLION);
    assertThat(server.commands().dbsize()).isEqualTo(MILLION);
    server.commands().configResetstat();
    AtomicBoolean enough = new AtomicBoolean();
    AtomicLong longestNanos = new AtomicLong();
    RedisClient bystander = RedisClient.create(server.uri());
    RedisCommands<String, String> asking = bystander.connect().sync();
    CompletableFuture<Void> asked =
        CompletableFuture.runAsync(
            () -> {
              while (!enough.get()) {
                long start = System.nanoTime();
                asking.ping();
                longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
              }
            },
            work -> new Thread(work, "bystander").start());
    long start = System.nanoTime();
    try (RemoteBackend backend = TestSettings.open(server)) {
      assertThat(backend.clear("million").toCompletableFuture().get(100, TimeUnit.SECONDS))
          .isEqualTo(MILLION);
    } finally {
      enough.set(true);
    }
    asked.get(10, TimeUnit.SECONDS);
    bystander.shutdown(0, 2, TimeUnit.SECONDS);
    System.out.printf(
        "clear of a million: %d ms; SCAN %.0f us, EVALSHA %.0f us on average; the longest that"
            + " another client waited: %d ms%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
        server.meanMicros("scan"),
        server.meanMicros("evalsha"),
        TimeUnit.NANOSECONDS.toMillis(longestNanos.get()));
    assertThat(server.commands().dbsize()).isZero();
    assertThat(server.commandCalls())
        .doesNotContainKeys("keys", "flushdb", "flushall", "del")
        .containsKeys("scan", "unlink");
    for (String command : List.of("scan", "evalsha")) {
      assertThat(server.meanMicros(command)).as(command).isLessThan(5_000);
    }
  }

  @Test
  void entries_many_listsEachOnce() {
    fill("listed", 25_000);
    try (RemoteBackend backend = TestSettings.open(server)) {
      AtomicLong listed = new AtomicLong();
      AtomicLong bytes = new AtomicLong();
      CompletableFuture<Void> ended = new CompletableFuture<>();
      backend
          .entries("listed")
          .subscribe(
              new Flow.Subscriber<EntryInfo>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                  subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(EntryInfo entry) {
                  // Somebody else's code: not on Lettuce's event loop.
                  assertThat(Thread.currentThread().getName()).isEqualTo("cachier-redis-listing");
                  listed.incrementAndGet();
                  bytes.addAndGet(entry.sizeBytes());
                }

                @Override
                public void onError(Throwable failure) {
                  ended.completeExceptionally(failure);
                }

                @Override
                public void onComplete() {
                  ended.complete(null);
                }
              });
      Stages.get(ended);
      assertThat(listed).hasValue(25_000);
      assertThat(bytes).hasValue(25_000 * 20);
    }
  }

  @Test
  void usage_askedByMany_isCountedOnce() {
    fill("counted", 2_000);
    try (RemoteBackend one = counting(Duration.ofMinutes(1));
        RemoteBackend two = counting(Duration.ofMinutes(1))) {
      assertThat(Stages.get(one.usage("counted"))).isEqualTo(Usage.of(2_000, 40_000));
      long scans = server.commandCalls().get("scan");
      for (int i = 0; i < 50; i++) {
        assertThat(Stages.get(two.usage("counted"))).isEqualTo(Usage.of(2_000, 40_000));
      }
      assertThat(server.commandCalls()).containsEntry("scan", scans);
      // Who has written knows that the count is outdated; nobody counts twice in two seconds.
      Stages.put(two, Stages.key("counted", 3_000), new byte[20]);
      assertThat(Stages.get(two.usage("counted")).entries())
          .isIn(OptionalLong.of(2_001), OptionalLong.empty());
    }
  }

  @Test
  void usage_takesTooLong_isUnknownToAll() {
    fill("endless", 2_000);
    try (RemoteBackend impatient = counting(Duration.ZERO);
        RemoteBackend other = counting(Duration.ofMinutes(1))) {
      assertThat(Stages.get(impatient.usage("endless"))).isEqualTo(Usage.UNKNOWN);
      await().until(() -> server.commands().get("cachier::census:endless") != null);
      assertThat(Stages.get(other.usage("endless"))).isEqualTo(Usage.UNKNOWN);
    }
  }

  private static RemoteBackend counting(Duration patience) {
    RedisURI uri = RedisURI.create(server.uri());
    return new RedisBackend(
        "cachier", new StandaloneConnector(uri, Duration.ofSeconds(10)), patience);
  }

  @Test
  void removeOlderThan_many_removesThemAll() {
    fill("old", 3_000);
    try (RemoteBackend backend = TestSettings.open(server)) {
      assertThat(Stages.get(backend.removeOlderThan("old", Duration.ofHours(1)))).isZero();
      await().pollDelay(Duration.ofMillis(5)).until(() -> true);
      assertThat(Stages.get(backend.removeOlderThan("old", Duration.ZERO))).isEqualTo(3_000);
    }
  }

  @Test
  void entries_serverAway_endsWithAnError() {
    RedisServer mortal = RedisServer.started();
    mortal.kill();
    try (mortal;
        RemoteBackend backend = TestSettings.open(mortal)) {
      CompletableFuture<Void> ended = new CompletableFuture<>();
      backend
          .entries("any")
          .subscribe(
              new Flow.Subscriber<EntryInfo>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                  subscription.request(1);
                }

                @Override
                public void onNext(EntryInfo entry) {}

                @Override
                public void onError(Throwable failure) {
                  ended.completeExceptionally(failure);
                }

                @Override
                public void onComplete() {
                  ended.complete(null);
                }
              });
      assertThat(Stages.failure(ended)).hasMessageContaining("can't connect to Redis");
      assertThat(Stages.failure(backend.clear("any"))).hasMessageContaining("can't connect");
      assertThat(Stages.failure(backend.usage("any"))).hasMessageContaining("can't connect");
    }
  }
}
