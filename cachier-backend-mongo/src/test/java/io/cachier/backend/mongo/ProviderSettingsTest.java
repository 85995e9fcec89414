package io.cachier.backend.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.cachier.Cachier;
import io.cachier.ConfigurationException;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be set, and what is said of what can't be. */
class ProviderSettingsTest {
  private static List<String> rejected(String name, String value) {
    TestSettings settings = new TestSettings(Map.of(name, value));
    new MongoBackendProvider().open(settings).close();
    return settings.rejected();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://127.0.0.1",
        "mongodb://",
        "mongodb://someone:hidden-word@",
        "mongodb://someone:hidden-word@host:notaport",
        "mongodb://someone:hidden:word@host",
        "mongodb://someone:hidden/word@host",
        "mongodb://someone:hidden-word@host/?authMechanism=NONSENSE",
        "mongodb+srv://someone:hidden-word@host:27017",
      })
  void open_badConnectionString_isRejectedWithoutWhatStandsInIt(String uri) {
    assertThat(rejected("mongo.uri", uri))
        .singleElement()
        .asString()
        .startsWith("mongo.uri: it must be a connection string such as mongodb://host:27017")
        .doesNotContain("hidden", "someone");
  }

  @Test
  void build_badConnectionString_isToldWithoutThePassword() {
    assertThatThrownBy(
            () -> {
              try (Cachier cachier =
                  Cachier.builder()
                      .backend("mongo")
                      .setting("mongo.uri", "mongodb://someone:hidden-word@host:notaport")
                      .build()) {
                cachier.function("f", String.class, String.class, x -> x).build();
              }
            })
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("mongo.uri")
        .hasMessageContaining("it must be a connection string")
        .message()
        .doesNotContain("hidden-word");
  }

  @Test
  void open_srvConnectionString_asksNoNameService() {
    TestSettings settings =
        new TestSettings(Map.of("mongo.uri", "mongodb+srv://u:p@cluster.nowhere.invalid/db"));
    try (RemoteBackend backend = new MongoBackendProvider().open(settings)) {
      assertThat(settings.rejected()).isEmpty();
      assertThat(backend.location("f").orElseThrow())
          .startsWith("MongoDB at cluster.nowhere.invalid, db.cachier")
          .doesNotContain("u:p");
    }
  }

  @Test
  void open_whatWouldBreakClaims_isRejected() {
    assertThat(rejected("mongo.uri", "mongodb://host/?w=0"))
        .singleElement()
        .asString()
        .contains("acknowledged");
    assertThat(rejected("mongo.uri", "mongodb://host/?readPreference=secondary"))
        .singleElement()
        .asString()
        .contains("must be primary");
    assertThat(rejected("mongo.uri", "mongodb://host/?readPreference=primary&w=1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a.b", "a$b", "a/b"})
  void open_badDatabase_isRejected(String name) {
    assertThat(rejected("mongo.database", name)).singleElement().asString().contains("1 to 63");
  }

  @ParameterizedTest
  @ValueSource(strings = {"system.users", "a$b", ".a", "a."})
  void open_badCollection_isRejected(String name) {
    assertThat(rejected("mongo.collection", name)).singleElement().asString().contains("1 to 100");
  }

  @Test
  void open_namesGiven_areWhereTheEntriesAre() {
    try (LocalServer server = LocalServer.plain();
        RemoteBackend byUri = open(Map.of("mongo.uri", server.uri() + "/named"));
        RemoteBackend bySettings =
            open(
                Map.of(
                    "mongo.uri", server.uri() + "/other",
                    "mongo.database", "named",
                    "mongo.collection", "cachier",
                    "mongo.connect-timeout", "PT3S"))) {
      EntryKey key = Stages.key("f", 1);
      Stages.put(byUri, key, new byte[1]);
      assertThat(Stages.get(bySettings.lookup(key)).stored()).isNotNull();
      assertThat(byUri.location("f").orElseThrow())
          .isEqualTo(
              "MongoDB at 127.0.0.1:" + server.port() + ", named.cachier, documents of f: f");
    }
  }

  private static RemoteBackend open(Map<String, String> settings) {
    return new MongoBackendProvider().open(new TestSettings(settings));
  }

  @Test
  void using_clientAndCollection_staysOpenAndIsTheSameStore() {
    try (LocalServer server = LocalServer.replicaSet();
        MongoClient client = MongoClients.create(server.uri());
        RemoteBackend own = open(Map.of("mongo.uri", server.uri(), "mongo.database", "app"))) {
      MongoCollection<Document> collection = client.getDatabase("app").getCollection("cachier");
      EntryKey key = Stages.key("f", 1);
      TestSettings settings = new TestSettings(Map.of("mongo.database", "app"));
      RemoteBackend given = MongoBackendProvider.using(client).open(settings);
      RemoteBackend same =
          MongoBackendProvider.using(client, collection).open(new TestSettings(Map.of()));
      RemoteBackend weaker =
          MongoBackendProvider.using(client, collection.withWriteConcern(WriteConcern.W1))
              .open(new TestSettings(Map.of()));
      Stages.put(given, key, new byte[1]);
      for (RemoteBackend one : List.of(own, given, same, weaker)) {
        assertThat(Stages.get(one.lookup(key)).stored()).isNotNull();
      }
      assertThat(given.location("f").orElseThrow()).contains("127.0.0.1:" + server.port());
      given.close();
      given.close();
      Stages.put(same, key, new byte[2]);
      Stages.get(same.claim(key, "one", Duration.ofSeconds(1)));
      Stages.get(same.remove(key));
      same.close();
      weaker.close();
      assertThat(
              Stages.get(
                  Answer.first(
                      client.getDatabase("app").runCommand(new Document("ping", 1)),
                      new Subscriptions())))
          .isNotNull();
    }
  }

  @Test
  void using_unacknowledgedCollection_isRefused() {
    try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:1")) {
      MongoCollection<Document> collection =
          client
              .getDatabase("app")
              .getCollection("cachier")
              .withWriteConcern(WriteConcern.UNACKNOWLEDGED);
      assertThatThrownBy(() -> MongoBackendProvider.using(client, collection))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("withWriteConcern(WriteConcern.MAJORITY)");
    }
  }
}
