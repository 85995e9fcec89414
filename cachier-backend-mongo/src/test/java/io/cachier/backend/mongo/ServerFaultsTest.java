package io.cachier.backend.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.cachier.BackendException;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheMetrics;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A server that is away, silent or restarted, and documents that are none of ours. */
class ServerFaultsTest {
  private static final Duration OPERATION_TIMEOUT = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int CALLS_WHILE_OPEN = 2_000;

  private final AtomicInteger runs = new AtomicInteger();

  private static CachierBuilder node(String uri) {
    return Cachier.builder()
        .backend("mongo")
        .setting("mongo.uri", uri)
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
    try (LocalServer server = LocalServer.modern();
        TcpProxy proxy = new TcpProxy(server.port());
        Cachier cachier = node(proxy.uri()).operationTimeout(OPERATION_TIMEOUT).build()) {
      CachedFunction<Integer, String> function = function(cachier);
      await().until(() -> hits(function, 1) > 0);
      proxy.pause();
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
      proxy.resume();
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
    LocalServer server = LocalServer.modern();
    server.stop();
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
    try (LocalServer server = LocalServer.replicaSet();
        Cachier cachier = node(server.uri()).build()) {
      CachedFunction<Integer, String> function = function(cachier);
      await().until(() -> hits(function, 1) > 0);
      server.stop();
      for (int i = 0; i < 10; i++) {
        assertThat(function.apply(i)).isEqualTo("value " + i);
      }
      server.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> hits(function, 1) > 0);
    }
  }

  @Test
  @DisplayName("R4: a connection that is cut in the middle of a reply costs no call")
  void apply_connectionsCutMidReply_answersAndComesBack() {
    try (LocalServer server = LocalServer.modern();
        TcpProxy proxy = new TcpProxy(server.port());
        Cachier cachier = node(proxy.uri()).build()) {
      CachedFunction<Integer, String> function = function(cachier);
      await().until(() -> hits(function, 1) > 0);
      MetricSnapshot before = function.metrics().snapshot();
      proxy.cutAfter(20);
      assertThat(function.apply(1)).isEqualTo("value 1");
      assertThat(function.apply(1)).isEqualTo("value 1");
      proxy.cutAfter(Long.MAX_VALUE);
      assertThat(function.metrics().snapshot().backendErrors())
          .isGreaterThan(before.backendErrors());
      await().atMost(Duration.ofSeconds(30)).until(() -> hits(function, 1) > 0);
    }
  }

  @Test
  void lookup_serverAway_tellsWhyAndTheRemedy() {
    LocalServer server = LocalServer.plain();
    server.stop();
    try (RemoteBackend backend = TestSettings.open(server)) {
      assertThat(Stages.failure(backend.lookup(Stages.key("f", 1))))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("MongoDB at 127.0.0.1:" + server.port() + " can't be reached: ")
          .hasMessageContaining("Connection refused")
          .hasMessageContaining("start it, or set cachier.mongo.uri");
    }
  }

  @Test
  void anyOperation_afterClose_tellsThatItIsClosed() {
    try (LocalServer server = LocalServer.plain()) {
      MongoBackend backend = TestSettings.open(server);
      EntryKey key = Stages.key("f", 1);
      Stages.put(backend, key, new byte[1]);
      backend.close();
      assertThat(Stages.failure(backend.lookup(key))).hasMessageContaining("is closed");
      assertThat(Stages.failure(backend.awaitSettled(key, Duration.ofSeconds(1))))
          .hasMessageContaining("is closed");
    }
  }

  @Test
  void anyOperation_documentOfAnotherShape_tellsTheRemedyAndLeavesIt() {
    for (LocalServer one : new LocalServer[] {LocalServer.plain(), LocalServer.modern()}) {
      try (LocalServer server = one;
          MongoClient theirs = MongoClients.create(server.uri());
          RemoteBackend backend = TestSettings.open(server)) {
        EntryKey key = Stages.key("f", 1);
        EntryKey halfOurs = Stages.key("f", 2);
        insert(
            theirs, new BsonDocument("_id", Ids.of(key)).append("p", new BsonString("a picture")));
        insert(
            theirs,
            new BsonDocument("_id", Ids.of(halfOurs))
                .append("f", new BsonString("f"))
                .append("v", new BsonInt32(7)));
        for (EntryKey bad : new EntryKey[] {key, halfOurs}) {
          assertThat(Stages.failure(backend.lookup(bad)))
              .isInstanceOf(BackendException.class)
              .hasMessageContaining("of another shape")
              .hasMessageContaining("set cachier.mongo.collection to one of its own");
        }
        assertThat(
                Stages.failure(
                    backend.store(key, new byte[1], RemoteBackend.UNFENCED, Optional.empty())))
            .hasMessageContaining("of another shape");
        assertThat(Stages.failure(backend.claim(key, "me", Duration.ofSeconds(5))))
            .hasMessageContaining("of another shape");
        assertThat(Stages.get(backend.remove(key))).isFalse();
        Stages.get(backend.clear("f"));
        assertThat(Stages.failure(backend.lookup(key))).hasMessageContaining("another shape");
        // What bears our mark is ours, and cleared.
        assertThat(Stages.get(backend.lookup(halfOurs)).stored()).isNull();
      }
    }
  }

  private static void insert(MongoClient client, BsonDocument document) {
    Stages.get(
        Answer.first(
            client
                .getDatabase("cachier")
                .getCollection("cachier", BsonDocument.class)
                .insertOne(document),
            new Subscriptions()));
  }

  @Test
  void apply_resultLargerThanADocument_isReturnedCountedAndNotSent() {
    try (LocalServer server = LocalServer.modern();
        Cachier cachier = node(server.uri()).setting("compression", "false").build()) {
      CachedFunction<Integer, byte[]> function =
          cachier
              .function("large", Integer.class, byte[].class, size -> new byte[size])
              .metrics(MetricsPolicy.on())
              .build();
      function.apply(1);
      int before = server.modernBackend().commandCount();
      assertThat(function.apply(17 << 20)).hasSize(17 << 20);
      MetricSnapshot figures = function.metrics().snapshot();
      assertThat(figures.sizeLimitRejections()).isEqualTo(1);
      assertThat(figures.backendErrors()).isZero();
      // Looked up, claimed and given back; not stored.
      await().until(() -> server.modernBackend().commandCount() >= before + 3);
      function.apply(15 << 20);
      await()
          .untilAsserted(
              () -> {
                long hits = function.metrics().snapshot().hits();
                assertThat(function.apply(15 << 20)).hasSize(15 << 20);
                assertThat(function.metrics().snapshot().hits()).isGreaterThan(hits);
              });
    }
  }
}
