package io.cachier.backend.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** How those who wait for a claim learn that it ended. */
class WaitersTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private static long grant(RemoteBackend backend, EntryKey key) {
    Claim claim = Stages.get(backend.claim(key, "test", LONG));
    assertThat(claim).isInstanceOf(Claim.Granted.class);
    return ((Claim.Granted) claim).token();
  }

  private static CompletableFuture<Void> waiting(RemoteBackend backend, EntryKey key) {
    return backend.awaitSettled(key, LONG).toCompletableFuture();
  }

  private static double streams(RemoteBackend backend) {
    return backend.gauges().stream()
        .filter(gauge -> gauge.name().equals("change_streams"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void awaitSettled_manyKeysOnAReplicaSet_shareOneChangeStream() {
    try (LocalServer server = LocalServer.replicaSet();
        MongoBackend holder = TestSettings.open(server);
        MongoBackend backend = TestSettings.open(server)) {
      List<Long> tokens = new ArrayList<>();
      List<CompletableFuture<Void>> waits = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        EntryKey key = Stages.key("f", i);
        tokens.add(grant(holder, key));
        Stages.get(backend.lookup(key));
        waits.add(waiting(backend, key));
        waits.add(waiting(backend, key));
      }
      await().until(() -> server.modernBackend().openStreams() == 1);
      assertThat(streams(backend)).isEqualTo(1);
      assertThat(streams(holder)).isZero();
      for (int i = 0; i < 40; i++) {
        Stages.get(holder.release(Stages.key("f", i), tokens.get(i)));
      }
      CompletableFuture.allOf(waits.toArray(CompletableFuture<?>[]::new)).join();
      assertThat(backend.waiters().isTold()).isTrue();
      // Once changes are known to be told of, a wait asks seldom: nearly all is told.
      EntryKey key = Stages.key("g", 1);
      long token = grant(holder, key);
      CompletableFuture<Void> last = waiting(backend, key);
      await().pollDelay(Duration.ofMillis(700)).until(() -> !last.isDone());
      long start = System.nanoTime();
      Stages.get(holder.release(key, token));
      last.join();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(400));
    }
  }

  @Test
  void awaitSettled_streamFails_asksMeanwhileAndOpensItAnew() {
    try (LocalServer server = LocalServer.replicaSet();
        MongoBackend backend = TestSettings.open(server)) {
      EntryKey key = Stages.key("f", 1);
      long token = grant(backend, key);
      server.modernBackend().failStreams(6);
      CompletableFuture<Void> wait = waiting(backend, key);
      await().until(() -> !backend.waiters().isTold() && streams(backend) == 0);
      Stages.get(backend.release(key, token));
      wait.join();
      server.modernBackend().failStreams(0);
      grant(backend, key);
      CompletableFuture<Void> second = waiting(backend, key);
      await().atMost(Duration.ofSeconds(20)).until(() -> streams(backend) == 1);
      Stages.get(backend.remove(key));
      second.join();
    }
  }

  @Test
  void awaitSettled_serverTellsReplacements_asksAndWakes() {
    try (LocalServer server = LocalServer.replicaSet();
        MongoBackend backend = TestSettings.open(server)) {
      server.modernBackend().tellReplacements();
      for (int i = 0; i < 2; i++) {
        EntryKey key = Stages.key("f", i);
        long token = grant(backend, key);
        CompletableFuture<Void> wait = waiting(backend, key);
        await().until(() -> server.modernBackend().openStreams() == 1);
        // Which is told of, and ends no wait.
        Stages.get(backend.renew(key, token, LONG));
        await().until(() -> backend.waiters().isTold());
        assertThat(wait).isNotDone();
        assertThat(Stages.get(backend.store(key, new byte[1], token, java.util.Optional.empty())))
            .isTrue();
        wait.join();
      }
    }
  }

  @Test
  void awaitSettled_collectionDropped_asks() {
    try (LocalServer server = LocalServer.replicaSet();
        MongoBackend backend = TestSettings.open(server)) {
      EntryKey key = Stages.key("f", 1);
      long token = grant(backend, key);
      CompletableFuture<Void> wait = waiting(backend, key);
      await().until(() -> server.modernBackend().openStreams() == 1);
      server.modernBackend().tellOfDrop("cachier.cachier");
      await().until(() -> backend.waiters().isTold());
      assertThat(wait).isNotDone();
      Stages.get(backend.release(key, token));
      wait.join();
    }
  }

  @Test
  void awaitSettled_userMayNotListen_pollsAndAsksForNoStreamAgain() {
    try (LocalServer server = LocalServer.replicaSet();
        MongoBackend backend = TestSettings.open(server)) {
      server.modernBackend().failStreams(13);
      for (int i = 0; i < 3; i++) {
        EntryKey key = Stages.key("f", i);
        long token = grant(backend, key);
        CompletableFuture<Void> wait = waiting(backend, key);
        await().until(() -> streams(backend) == 0);
        Stages.get(backend.release(key, token));
        wait.join();
      }
      server.modernBackend().failStreams(0);
      EntryKey key = Stages.key("f", 9);
      long token = grant(backend, key);
      CompletableFuture<Void> wait = waiting(backend, key);
      Stages.get(backend.release(key, token));
      wait.join();
      assertThat(streams(backend)).isZero();
      assertThat(server.modernBackend().openStreams()).isZero();
    }
  }

  @Test
  void awaitSettled_closed_fails() {
    try (LocalServer server = LocalServer.replicaSet()) {
      MongoBackend backend = TestSettings.open(server);
      EntryKey key = Stages.key("f", 1);
      grant(backend, key);
      CompletableFuture<Void> wait = waiting(backend, key);
      await().until(() -> server.modernBackend().openStreams() == 1);
      backend.close();
      assertThat(Stages.failure(wait)).hasMessageContaining("closed");
    }
  }

  @Test
  void awaitSettled_serverGone_failsSoon() {
    try (LocalServer server = LocalServer.plain();
        MongoBackend backend = TestSettings.open(server)) {
      EntryKey key = Stages.key("f", 1);
      grant(backend, key);
      CompletableFuture<Void> wait = waiting(backend, key);
      server.stop();
      assertThat(Stages.failure(wait)).hasMessageMatching("(?s).*(MongoDB at|no answer).*");
    }
  }

  @Test
  void awaitSettled_serverSilent_failsSoon() {
    try (LocalServer server = LocalServer.modern();
        TcpProxy proxy = new TcpProxy(server.port());
        RemoteBackend backend =
            new MongoBackendProvider().open(new TestSettings(Map.of("mongo.uri", proxy.uri())))) {
      EntryKey key = Stages.key("f", 1);
      grant(backend, key);
      proxy.pause();
      assertThat(Stages.failure(waiting(backend, key)))
          .hasMessageContaining("no answer while waiting");
    }
  }

  @Test
  void awaitSettled_lastOneCancels_endsThePolling() {
    try (LocalServer server = LocalServer.modern();
        MongoBackend backend = TestSettings.open(server)) {
      EntryKey key = Stages.key("f", 1);
      grant(backend, key);
      CompletableFuture<Void> one = waiting(backend, key);
      CompletableFuture<Void> other = waiting(backend, key);
      one.cancel(true);
      assertThat(backend.waiters().isEmpty()).isFalse();
      other.cancel(true);
      assertThat(backend.waiters().isEmpty()).isTrue();
      await().until(() -> backend.openSubscriptions() == 0);
      int before = server.modernBackend().commandCount();
      await().pollDelay(Duration.ofMillis(300)).until(() -> true);
      // Only the driver's own look at the server, every ten seconds.
      assertThat(server.modernBackend().commandCount() - before).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void awaitSettled_noReplicaSet_tellsOnceThatItPolls() {
    List<String> told = new ArrayList<>();
    Handler listener =
        new Handler() {
          @Override
          public synchronized void publish(LogRecord record) {
            told.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(ChangeFeed.class.getName());
    logger.addHandler(listener);
    try (LocalServer server = LocalServer.plain();
        MongoBackend backend = TestSettings.open(server)) {
      for (int i = 0; i < 5; i++) {
        EntryKey key = Stages.key("f", i);
        long token = grant(backend, key);
        CompletableFuture<Void> wait = waiting(backend, key);
        Stages.get(backend.release(key, token));
        wait.join();
      }
      assertThat(told)
          .filteredOn(line -> line.contains("127.0.0.1:" + server.port()))
          .singleElement()
          .asString()
          .contains("no replica set", "ask every 50 ms");
    } finally {
      logger.removeHandler(listener);
    }
  }
}
