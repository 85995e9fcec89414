package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheMetrics;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Usage;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A server that is away, silent, restarted, full, or no longer what it was. */
class ServerFaultsTest {
  private static final Duration OPERATION_TIMEOUT = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int CALLS_WHILE_OPEN = 2_000;

  private final AtomicInteger runs = new AtomicInteger();

  private static CachierBuilder node(String uri) {
    return Cachier.builder()
        .backend("redis")
        .setting("redis.uri", uri)
        .setting("breaker.pause", PAUSE.toMillis() + "ms");
  }

  private CachedFunction<Integer, String> function(Cachier cachier) {
    return cachier
        .function(
            "faults",
            Integer.class,
            String.class,
            key -> {
              runs.incrementAndGet();
              return "value " + key;
            })
        .metrics(MetricsPolicy.on())
        .build();
  }

  @Test
  @DisplayName(
      "R4: a server that accepts and never answers costs the timeout, then next to nothing")
  void apply_serverSilent_isBoundedAndThenCheap() {
    try (RedisServer server = RedisServer.started();
        Cachier cachier = node(server.uri()).operationTimeout(OPERATION_TIMEOUT).build()) {
      CachedFunction<Integer, String> function = function(cachier);
      await().until(() -> hits(function, 1) > 0);
      server.pause();
      try {
        long[] nanos = new long[CALLS_WHILE_OPEN];
        long slowest = 0;
        for (int i = 0; i < 5; i++) {
          slowest = Math.max(slowest, timed(function, 1_000 + i));
        }
        // One operation of a call is waited for, and none after it.
        assertThat(Duration.ofNanos(slowest)).isLessThan(OPERATION_TIMEOUT.multipliedBy(4));
        for (int i = 0; i < nanos.length; i++) {
          nanos[i] = timed(function, 2_000 + i);
        }
        Arrays.sort(nanos);
        System.out.printf(
            "R4: slowest of the first calls %d ms; with the breaker open p50 %d us, p99 %d us,"
                + " longest %d us%n",
            TimeUnit.NANOSECONDS.toMillis(slowest),
            nanos[nanos.length / 2] / 1_000,
            nanos[nanos.length * 99 / 100] / 1_000,
            nanos[nanos.length - 1] / 1_000);
        // A call that probes waits for its timeout; there is one in a pause.
        assertThat(nanos[nanos.length / 2]).isLessThan(TimeUnit.MILLISECONDS.toNanos(1));
      } finally {
        server.resume();
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> hits(function, 1) > 0);
    }
  }

  private static long timed(CachedFunction<Integer, String> function, int key) {
    long start = System.nanoTime();
    assertThat(function.apply(key)).isEqualTo("value " + key);
    return System.nanoTime() - start;
  }

  private static long hits(CachedFunction<Integer, String> function, int key) {
    CacheMetrics metrics = function.metrics();
    long before = metrics.snapshot().hits();
    function.apply(key);
    return metrics.snapshot().hits() - before;
  }

  @Test
  @DisplayName("R5: a process that starts while the server is down uses it once it is there")
  void apply_serverDownAtFirst_isUsedOnceItIsThere() {
    RedisServer server = RedisServer.started();
    server.kill();
    try (server;
        Cachier cachier = node(server.uri()).build()) {
      CachedFunction<Integer, String> function = function(cachier);
      assertThat(function.apply(1)).isEqualTo("value 1");
      assertThat(function.apply(1)).isEqualTo("value 1");
      assertThat(runs).hasValue(2);
      assertThat(function.metrics().snapshot().backendErrors()).isPositive();
      server.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> hits(function, 1) > 0);
    }
  }

  @Test
  void apply_serverRestarted_isUsedAgain() {
    try (RedisServer server = RedisServer.started();
        Cachier cachier = node(server.uri()).build()) {
      CachedFunction<Integer, String> function = function(cachier);
      await().until(() -> hits(function, 1) > 0);
      server.kill();
      for (int i = 0; i < 20; i++) {
        assertThat(function.apply(i)).isEqualTo("value " + i);
      }
      // It has lost the scripts as well.
      server.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> hits(function, 1) > 0);
    }
  }

  @Test
  void store_scriptsForgotten_sendsTheTextOnce() {
    try (RedisServer server = RedisServer.started();
        RemoteBackend backend = TestSettings.open(server)) {
      Stages.put(backend, Stages.key("f", 1), new byte[1]);
      server.commands().scriptFlush();
      long before = server.commandCalls().get("eval");
      Stages.put(backend, Stages.key("f", 2), new byte[1]);
      Stages.put(backend, Stages.key("f", 3), new byte[1]);
      assertThat(server.commandCalls().get("eval") - before).isEqualTo(1);
    }
  }

  @Test
  void store_memoryFull_tellsTheRemedy() {
    try (RedisServer server = RedisServer.started();
        RemoteBackend backend = TestSettings.open(server)) {
      EntryKey key = Stages.key("f", 1);
      Stages.put(backend, key, new byte[1]);
      server.commands().configSet("maxmemory", "1");
      assertThat(failureOfStore(backend, key))
          .hasMessageContaining("OOM command not allowed")
          .hasMessageContaining("raise maxmemory");
      assertThat(Stages.get(backend.lookup(key)).stored()).isNotNull();
    }
  }

  @Test
  void store_serverBecameReplica_tellsTheRemedyAndConnectsAnew() {
    try (RedisServer server = RedisServer.started();
        RemoteBackend backend = TestSettings.open(server)) {
      EntryKey key = Stages.key("f", 1);
      Stages.put(backend, key, new byte[1]);
      server.commands().replicaof("127.0.0.1", 1);
      assertThat(failureOfStore(backend, key))
          .hasMessageContaining("READONLY")
          .hasMessageContaining("name the master or the Sentinels");
      server.commands().replicaofNoOne();
      Stages.put(backend, key, new byte[1]);
    }
  }

  @Test
  void anyOperation_keyOfAnotherProgram_tellsTheRemedyAndLeavesIt() {
    try (RedisServer server = RedisServer.started();
        RemoteBackend backend = TestSettings.open(server)) {
      EntryKey list = Stages.key("f", 1);
      EntryKey text = Stages.key("f", 2);
      FunctionSpace space = new FunctionSpace("cachier", "f");
      server.commands().lpush(new String(space.key(list), US_ASCII), "theirs");
      server.commands().set(new String(space.key(text), US_ASCII), "theirs");
      assertThat(Stages.failure(backend.lookup(list)))
          .hasMessageContaining("WRONGTYPE")
          .hasMessageContaining("set cachier.redis.prefix");
      assertThat(Stages.failure(backend.lookup(text))).hasMessageContaining("redis.prefix");
      assertThat(failureOfStore(backend, list)).hasMessageContaining("set cachier.redis.prefix");
      assertThat(failureOfStore(backend, text)).hasMessageContaining("set cachier.redis.prefix");
      assertThat(Stages.get(backend.usage("f"))).isEqualTo(Usage.of(0, 0));
      assertThat(Stages.get(backend.clear("f"))).isZero();
      String[] theirs = {
        new String(space.key(list), US_ASCII), new String(space.key(text), US_ASCII)
      };
      assertThat(server.commands().exists(theirs)).isEqualTo(2);
    }
  }

  @Test
  void store_serverOfACluster_tellsTheRemedy() {
    try (RedisCluster cluster = RedisCluster.started(ServerBinary.bundled())) {
      try (RemoteBackend backend = TestSettings.open(cluster.server(0))) {
        for (int i = 0; i < 20; i++) {
          try {
            Stages.put(backend, Stages.key("f", i), new byte[1]);
          } catch (AssertionError moved) {
            assertThat(moved.getCause())
                .hasMessageContaining("MOVED")
                .hasMessageContaining("set cachier.redis.cluster=true");
            return;
          }
        }
        throw new AssertionError("20 keys lie on one of three servers");
      }
    }
  }

  @Test
  void store_largerThanAString_isRefusedHere() {
    try (RedisServer server = RedisServer.started();
        RemoteBackend backend = TestSettings.open(server)) {
      byte[] payload = new byte[512 << 20];
      assertThat(
              Stages.failure(
                  backend.store(
                      Stages.key("f", 1),
                      payload,
                      RemoteBackend.UNFENCED,
                      java.util.Optional.empty())))
          .hasMessageContaining("536870912 bytes")
          .hasMessageContaining("entrySizeLimit");
    }
  }

  /** A client of the application may send again what it saw no answer to. */
  @Test
  void claim_sentTwiceByTheClient_isGrantedBothTimes() {
    try (RedisServer server = RedisServer.started()) {
      Object first = claimByScript(server, "token-01");
      Object again = claimByScript(server, "token-01");
      Object another = claimByScript(server, "token-02");
      assertThat(first).asInstanceOf(LIST).first().isEqualTo(1L);
      assertThat(again).isEqualTo(first);
      assertThat(another).asInstanceOf(LIST).first().isEqualTo(0L);
    }
  }

  private static Object claimByScript(RedisServer server, String token) {
    String script = new String(Script.CLAIM.body(), UTF_8);
    return server
        .commands()
        .eval(script, ScriptOutputType.MULTI, new String[] {"key"}, token, "30000", "owner");
  }

  @Test
  void lookup_silentConnection_isGivenUpAndMadeAnew() {
    try (RedisServer server = RedisServer.started()) {
      Connector connector =
          new StandaloneConnector(
              io.lettuce.core.RedisURI.create(server.uri()), Duration.ofSeconds(2));
      Gateway gateway = new Gateway(connector, new ConnectionLedger(() -> {}), Runnable::run);
      LookupRequest first = new LookupRequest(gateway, new byte[] {'a'});
      Stages.get(gateway.submit(first));
      server.pause();
      try {
        LookupRequest silent = new LookupRequest(gateway, new byte[] {'a'});
        Afterwards.forget(gateway.submit(silent));
        for (int i = 0; i < 9; i++) {
          gateway.inspect();
        }
        assertThat(silent).isNotDone();
        assertThat(gateway.inFlight()).isEqualTo(1);
        gateway.inspect();
        gateway.inspect();
        assertThat(Stages.failure(silent)).hasMessageContaining("could not be asked");
      } finally {
        server.resume();
      }
      Stages.get(gateway.submit(new LookupRequest(gateway, new byte[] {'a'})));
      assertThat(gateway.inFlight()).isZero();
      Stages.get(gateway.close());
      Stages.get(connector.close());
    }
  }

  @Test
  void apply_everyBackendFailure_isCountedAndTheCallAnswers() {
    try (RedisServer server = RedisServer.started();
        Cachier cachier = node(server.uri()).build()) {
      CachedFunction<Integer, String> function = function(cachier);
      await().until(() -> hits(function, 1) > 0);
      server.commands().configSet("maxmemory", "1");
      MetricSnapshot before = function.metrics().snapshot();
      assertThat(function.apply(7)).isEqualTo("value 7");
      assertThat(function.metrics().snapshot().backendErrors())
          .isGreaterThan(before.backendErrors());
      server.commands().configSet("maxmemory", "0");
      await().atMost(Duration.ofSeconds(30)).until(() -> hits(function, 7) > 0);
    }
  }

  private static Throwable failureOfStore(RemoteBackend backend, EntryKey key) {
    return Stages.failure(
        backend.store(key, new byte[1], RemoteBackend.UNFENCED, java.util.Optional.empty()));
  }
}
