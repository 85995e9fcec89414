package io.cachier.backend.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoNamespace;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.cachier.spi.Claim;
import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;

/** More entries than a page holds; what is kept beside them; how long. */
class LargeFunctionTest {
  private static final int ENTRIES = 2_300;

  private static void fill(RemoteBackend backend, int entries) {
    List<CompletableFuture<?>> stores = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      stores.add(
          backend
              .store(Stages.key("f", i), new byte[i % 7], RemoteBackend.UNFENCED, Optional.empty())
              .toCompletableFuture());
      if (stores.size() == 50) {
        CompletableFuture.allOf(stores.toArray(CompletableFuture<?>[]::new)).join();
        stores.clear();
      }
    }
    CompletableFuture.allOf(stores.toArray(CompletableFuture<?>[]::new)).join();
  }

  @Test
  void management_manyPages_meetsEveryEntryOnce() throws Exception {
    try (LocalServer server = LocalServer.modern();
        MongoBackend backend = TestSettings.open(server)) {
      fill(backend, ENTRIES);
      Stages.put(backend, Stages.key("g", 1), new byte[1]);
      Collector collector = new Collector(100);
      backend.entries("f").subscribe(collector);
      collector.done.get(30, TimeUnit.SECONDS);
      assertThat(collector.met).hasSize(ENTRIES);
      assertThat(collector.most).isLessThanOrEqualTo(100);
      assertThat(Stages.get(backend.usage("f")).entries()).hasValue(ENTRIES);
      EntryKey claimed = Stages.key("f", 2_200);
      Stages.get(backend.claim(claimed, "one", Duration.ofMinutes(1)));
      Stages.get(backend.claim(Stages.key("f", ENTRIES + 1), "one", Duration.ofMinutes(1)));
      assertThat(Stages.get(backend.clearClaims("f"))).isEqualTo(2);
      Stages.get(backend.claim(claimed, "one", Duration.ofMinutes(1)));
      assertThat(Stages.get(backend.removeOlderThan("f", Duration.ofHours(1)))).isZero();
      assertThat(Stages.get(backend.clear("f"))).isEqualTo(ENTRIES);
      assertThat(Stages.get(backend.clear("f"))).isZero();
      assertThat(Stages.get(backend.claim(claimed, "two", Duration.ofMinutes(1))))
          .isInstanceOf(Claim.Granted.class);
      assertThat(Stages.get(backend.lookup(Stages.key("g", 1))).stored()).isNotNull();
    }
  }

  /** Takes a handful at a time, and notes what came beyond that. */
  private static final class Collector implements Flow.Subscriber<EntryInfo> {
    private final int atOnce;
    private final Set<EntryKey> met = new HashSet<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private Flow.Subscription subscription;
    private int since;
    private int most;

    Collector(int atOnce) {
      this.atOnce = atOnce;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(atOnce);
    }

    @Override
    public void onNext(EntryInfo entry) {
      if (!met.add(entry.key())) {
        done.completeExceptionally(new AssertionError("met twice"));
      }
      most = Math.max(most, ++since);
      if (since == atOnce) {
        since = 0;
        subscription.request(atOnce);
      }
    }

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      done.complete(null);
    }
  }

  @Test
  void entries_documentOfAnotherShape_isPassedOver() throws Exception {
    try (LocalServer server = LocalServer.modern();
        MongoClient client = MongoClients.create(server.uri());
        MongoBackend backend = TestSettings.open(server)) {
      fill(backend, 3);
      Stages.get(
          Answer.first(
              client
                  .getDatabase("cachier")
                  .getCollection("cachier", BsonDocument.class)
                  .insertOne(
                      new BsonDocument("_id", Ids.of(Stages.key("f", 7)))
                          .append("f", new BsonString("f"))
                          .append("v", new BsonString("of another shape"))),
              new Subscriptions()));
      Collector collector = new Collector(10);
      backend.entries("f").subscribe(collector);
      collector.done.get(30, TimeUnit.SECONDS);
      assertThat(collector.met).hasSize(3);
    }
  }

  @Test
  void entries_serverAway_endWithAFailure() {
    LocalServer server = LocalServer.plain();
    server.stop();
    try (MongoBackend backend = TestSettings.open(server)) {
      Collector collector = new Collector(10);
      backend.entries("f").subscribe(collector);
      assertThat(Stages.failure(collector.done)).hasMessageContaining("can't be reached");
    }
  }

  @Test
  void usage_tooManyToCount_isUnknownForAWhile() {
    try (LocalServer server = LocalServer.plain();
        MongoBackend backend = TestSettings.open(server)) {
      fill(backend, 12);
      Gateway gateway = new Gateway(source(server), Runnable::run);
      Counting few = new Counting(gateway, 10);
      assertThat(Stages.get(few.usage("f"))).isEqualTo(Usage.UNKNOWN);
      assertThat(Stages.get(few.usage("f"))).isEqualTo(Usage.UNKNOWN);
      Counting enough = new Counting(gateway, 12);
      Usage all = Stages.get(enough.usage("f"));
      assertThat(all).isEqualTo(Usage.of(12, 0 + 1 + 2 + 3 + 4 + 5 + 6 + 0 + 1 + 2 + 3 + 4));
      // It was written since, and just counted: nobody knows, and nobody counts again.
      assertThat(Stages.get(enough.usage("f"))).isEqualTo(all);
      enough.outdated("f");
      assertThat(Stages.get(enough.usage("f"))).isEqualTo(Usage.UNKNOWN);
      assertThat(Stages.get(enough.usage("none"))).isEqualTo(Usage.of(0, 0));
      gateway.close();
    }
  }

  private static Source source(LocalServer server) {
    return new OwnSource(
        new Place(server.uri()),
        new MongoNamespace("cachier", "cachier"),
        Optional.empty(),
        Duration.ofSeconds(2));
  }

  @Test
  void usage_serverGivesUp_isUnknown() {
    try (WireServer server =
            new WireServer().on("aggregate", WireServer.error(50, "MaxTimeMSExpired"));
        RemoteBackend backend =
            new MongoBackendProvider().open(new TestSettings(Map.of("mongo.uri", server.uri())))) {
      assertThat(Stages.get(backend.usage("f"))).isEqualTo(Usage.UNKNOWN);
      assertThat(Stages.get(backend.usage("f"))).isEqualTo(Usage.UNKNOWN);
      assertThat(server.count("aggregate")).isEqualTo(1);
      server.on("aggregate", WireServer.error(13, "Unauthorized"));
      assertThat(Stages.failure(backend.usage("g"))).hasMessageContaining("Unauthorized");
    }
  }

  @Test
  void gauges_serverHasCollStats_tellOfTheCollection() {
    String stats = "{_id: null, count: 3, size: NumberLong(700), stored: 4096.0}";
    try (WireServer server =
            new WireServer()
                .on("aggregate", WireServer.found(BsonDocument.parse(stats)))
                .on("find", WireServer.nothing());
        RemoteBackend backend =
            new MongoBackendProvider().open(new TestSettings(Map.of("mongo.uri", server.uri())))) {
      assertThat(backend.gauges()).noneMatch(one -> one.name().startsWith("collection_"));
      Stages.get(backend.lookup(Stages.key("f", 1)));
      org.awaitility.Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(backend.gauges())
                      .extracting(one -> one.name() + "=" + one.value())
                      .contains(
                          "collection_documents=3.0",
                          "collection_bytes=700.0",
                          "collection_stored_bytes=4096.0"));
    }
  }

  @Test
  void documents_ofEveryKind_haveAnEndAndTheServerIsToldToKeepIt() {
    for (LocalServer one : new LocalServer[] {LocalServer.plain(), LocalServer.modern()}) {
      try (LocalServer server = one;
          MongoClient client = MongoClients.create(server.uri());
          MongoBackend backend = TestSettings.open(server)) {
        EntryKey kept = Stages.key("f", 1);
        EntryKey forEver = Stages.key("f", 2);
        EntryKey claimed = Stages.key("f", 3);
        Stages.get(
            backend.store(
                kept, new byte[1], RemoteBackend.UNFENCED, Optional.of(Duration.ofHours(1))));
        Stages.put(backend, forEver, new byte[1]);
        Stages.get(backend.claim(claimed, "$who", Duration.ofMinutes(10)));
        long now = System.currentTimeMillis();
        assertThat(expiry(client, kept) - now).isBetween(3_590_000L, 3_601_000L);
        assertThat(Duration.ofMillis(expiry(client, forEver) - now))
            .isGreaterThan(Duration.ofDays(36_000));
        assertThat(expiry(client, claimed) - now).isBetween(1_190_000L, 1_201_000L);
        assertThat(document(client, claimed).getString("o").getValue()).isEqualTo("$who");
        // A claim on a value never shortens what the value was promised, and may lengthen it.
        Stages.get(backend.claim(kept, "one", Duration.ofMinutes(1)));
        assertThat(expiry(client, kept) - now).isBetween(3_590_000L, 3_601_000L);
        Stages.get(backend.removeOlderThan("f", Duration.ZERO));
        org.awaitility.Awaitility.await()
            .untilAsserted(() -> assertThat(ttl(client)).isEqualTo(0L));
      }
    }
  }

  private static BsonDocument document(MongoClient client, EntryKey key) {
    return Stages.get(
        Answer.first(
            client
                .getDatabase("cachier")
                .getCollection("cachier", BsonDocument.class)
                .find(new BsonDocument("_id", Ids.of(key)))
                .first(),
            new Subscriptions()));
  }

  private static long expiry(MongoClient client, EntryKey key) {
    return document(client, key).getDateTime("x").getValue();
  }

  private static long ttl(MongoClient client) {
    List<BsonDocument> indexes =
        Stages.get(
            Answer.all(
                client
                    .getDatabase("cachier")
                    .getCollection("cachier")
                    .listIndexes(BsonDocument.class),
                10,
                new Subscriptions()));
    return indexes.stream()
        .filter(index -> index.getString("name").getValue().equals(Indexes.EXPIRY_INDEX))
        .map(index -> index.get("expireAfterSeconds"))
        .mapToLong(seconds -> seconds.asNumber().longValue())
        .findFirst()
        .orElse(-1);
  }
}
