package io.cachier.backend.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cachier.BackendException;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Gauge;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a server may answer, or not; each is told in one clear message and costs no call. */
class WireFaultsTest {
  private static final EntryKey KEY = Stages.key("f", 1);

  private static MongoBackend open(String uri) {
    return (MongoBackend)
        new MongoBackendProvider().open(new TestSettings(Map.of("mongo.uri", uri)));
  }

  private static String failureOfStore(String answer) {
    try (WireServer server = new WireServer().on("update", answer);
        RemoteBackend backend = open(server.uri())) {
      return failureOfStore(backend);
    }
  }

  private static String failureOfStore(RemoteBackend backend) {
    Throwable failure =
        Stages.failure(backend.store(KEY, new byte[1], RemoteBackend.UNFENCED, Optional.empty()));
    assertThat(failure).isInstanceOf(BackendException.class);
    assertThat(failure.getMessage()).contains("MongoDB at 127.0.0.1:").doesNotContain("SECRET");
    return failure.getMessage();
  }

  private static String writeError(int code) {
    return "{ok: 1.0, n: 0, nModified: 0, writeErrors: [{index: 0, code: "
        + code
        + ", errmsg: 'with a SECRET value'}]}";
  }

  @Test
  void store_serverNotPrimary_tellsTheRemedyAndGreetsAnew() {
    try (WireServer server =
            new WireServer().on("update", WireServer.error(10107, "NotWritablePrimary"));
        MongoBackend backend = open(server.uri())) {
      assertThat(failureOfStore(backend))
          .contains("is not the primary")
          .contains("name all members and replicaSet in cachier.mongo.uri");
      server.on("update", "{ok: 1.0, n: 1, nModified: 0, upserted: [{index: 0, _id: 1}]}");
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          Stages.get(
                              backend.store(
                                  KEY, new byte[1], RemoteBackend.UNFENCED, Optional.empty())))
                      .isTrue());
    }
  }

  @Test
  void lookup_serverASecondary_tellsTheRemedy() {
    String secondary =
        WireServer.HELLO
            .replace("ismaster: true", "ismaster: false")
            .replace("isWritablePrimary: true", "isWritablePrimary: false, secondary: true")
            .replace("{ok", "{setName: 'rs', hosts: ['127.0.0.1:1'], ok");
    try (WireServer server = new WireServer().on("hello", secondary);
        RemoteBackend backend = open(server.uri() + "?directConnection=true")) {
      assertThat(Stages.failure(backend.lookup(KEY)))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("is not the primary");
    }
  }

  @Test
  void lookup_credentialsRefused_tellsTheRemedyWithoutThem() {
    try (WireServer server =
            new WireServer().on("saslStart", WireServer.error(18, "AuthenticationFailed"));
        RemoteBackend backend =
            open(server.uri().replace("//", "//someone:hidden-word@") + "?authSource=admin")) {
      assertThat(Stages.failure(backend.lookup(KEY)))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("refused the credentials")
          .hasMessageContaining("check user, password and authSource in cachier.mongo.uri")
          .message()
          .doesNotContain("hidden-word");
      assertThat(backend.location("f").orElseThrow()).doesNotContain("hidden-word", "someone");
    }
  }

  @Test
  void lookup_rightsMissing_tellsTheRemedy() {
    try (WireServer server = new WireServer().on("find", WireServer.error(13, "Unauthorized"));
        RemoteBackend backend = open(server.uri())) {
      assertThat(Stages.failure(backend.lookup(KEY)))
          .hasMessageContaining("answered Unauthorized (13)")
          .hasMessageContaining("the role readWrite")
          .message()
          .doesNotContain("SECRET");
    }
  }

  @Test
  void store_serverRefusesTheWrite_tellsCodeAndRemedyButNotWhatItRepeats() {
    assertThat(failureOfStore(writeError(121))).contains("error 121", "validator");
    assertThat(failureOfStore(writeError(61))).contains("error 61", "_id: \"hashed\"");
    assertThat(failureOfStore(writeError(4242))).endsWith("answered error 4242");
    assertThat(failureOfStore(WireServer.error(14031, "OutOfDiskSpace")))
        .contains("OutOfDiskSpace (14031)", "its disk is full");
  }

  @Test
  void store_majorityDoesNotConfirm_tellsTheRemedy() {
    assertThat(
            failureOfStore(
                "{ok: 1.0, n: 1, nModified: 1, writeConcernError: {code: 64, codeName:"
                    + " 'WriteConcernFailed', errmsg: 'with a SECRET value'}}"))
        .contains("too few members confirmed it");
  }

  @Test
  void store_keyOfAnotherShape_isToldOnceTriedFiveTimesAtMost() {
    String foreign = "{f: 'g', t: NumberLong(1), l: {$date: 0}, n: {$date: 5}}";
    try (WireServer server =
            new WireServer()
                .on("update", writeError(11000))
                .on("findAndModify", WireServer.error(11000, "DuplicateKey"))
                .on("find", WireServer.found(org.bson.BsonDocument.parse(foreign)));
        RemoteBackend backend = open(server.uri())) {
      assertThat(failureOfStore(backend)).contains("of another shape", "cachier.mongo.collection");
      assertThat(Stages.failure(backend.claim(KEY, "me", Duration.ofSeconds(1))))
          .hasMessageContaining("of another shape");
      server.on("find", WireServer.nothing());
      assertThat(failureOfStore(backend)).contains("error 11000");
      assertThat(Stages.get(backend.claim(KEY, "me", Duration.ofSeconds(1))))
          .isEqualTo(new io.cachier.spi.Claim.Held(Duration.ofMillis(1)));
      assertThat(server.count("update")).isLessThanOrEqualTo(6);
    }
  }

  @Test
  void lookup_connectionCutInTheMiddleOfAnAnswer_isToldAndTheNextGoesThrough() {
    try (WireServer server = new WireServer().cutOn("find");
        RemoteBackend backend = open(server.uri() + "?retryReads=false")) {
      server.on("find", WireServer.nothing()).cutOn("find");
      assertThat(Stages.failure(backend.lookup(KEY)))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("was cut off in the middle of an answer");
      server.on("find", WireServer.nothing());
      await().untilAsserted(() -> assertThat(Stages.get(backend.lookup(KEY)).stored()).isNull());
      assertThat(gauge(backend, "commands_failed")).isPositive();
    }
  }

  private static double gauge(RemoteBackend backend, String name) {
    return backend.gauges().stream()
        .filter(gauge -> gauge.name().equals(name))
        .mapToDouble(Gauge::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void apply_connectionCutInTheMiddleOfEveryAnswer_answersAndCounts() {
    try (WireServer server = new WireServer().on("find", WireServer.nothing()).cutOn("find");
        Cachier cachier =
            Cachier.builder().backend("mongo").setting("mongo.uri", server.uri()).build()) {
      CachedFunction<Integer, String> function =
          cachier
              .function("cut", Integer.class, String.class, key -> "value " + key)
              .metrics(MetricsPolicy.on())
              .build();
      assertThat(function.apply(1)).isEqualTo("value 1");
      assertThat(function.metrics().snapshot().backendErrors()).isPositive();
    }
  }

  @Test
  void lookup_serverTellsNoTime_isAFailureAndNoFreshValue() {
    try (WireServer server =
            new WireServer()
                .on("find", WireServer.found(org.bson.BsonDocument.parse("{v: NumberLong(1)}")));
        RemoteBackend backend = open(server.uri())) {
      assertThat(Stages.failure(backend.lookup(KEY))).hasMessageContaining("did not tell its time");
    }
  }

  @Test
  void lookup_serverSilent_isGivenUpAndTold() {
    try (WireServer server = new WireServer().silentOn("find");
        MongoBackend backend = open(server.uri() + "?socketTimeoutMS=200&retryReads=false")) {
      assertThat(Stages.failure(backend.lookup(KEY)))
          .hasMessageContaining("gave no answer for so long");
      assertThat(backend.openSubscriptions()).isZero();
    }
  }

  @Test
  void lookup_allConnectionsBusy_tellsTheRemedy() {
    try (WireServer server = new WireServer().silentOn("find");
        RemoteBackend backend = open(server.uri() + "?maxPoolSize=1&waitQueueTimeoutMS=200")) {
      Afterwards.forget(backend.lookup(KEY).toCompletableFuture());
      await().until(() -> server.count("find") == 1);
      assertThat(gauge(backend, "pool_checked_out_connections")).isEqualTo(1);
      assertThat(Stages.failure(backend.lookup(KEY)))
          .hasMessageContaining("has all its connections of this process busy")
          .hasMessageContaining("maxPoolSize");
    }
  }

  @Test
  void store_serverOfSmallDocuments_isRefusedHere() {
    String small = WireServer.HELLO.replace("16777216", "1000000");
    try (WireServer server = new WireServer().on("hello", small).on("find", WireServer.nothing());
        RemoteBackend backend = open(server.uri())) {
      assertThat(backend.largestPayloadBytes()).isEqualTo((16 << 20) - (64 << 10));
      Stages.get(backend.lookup(KEY));
      assertThat(backend.largestPayloadBytes()).isEqualTo(1_000_000 - (64 << 10));
      assertThat(
              Stages.failure(
                  backend.store(
                      KEY, new byte[1_000_000], RemoteBackend.UNFENCED, Optional.empty())))
          .hasMessageContaining("1000000 bytes")
          .hasMessageContaining("entrySizeLimit");
      assertThat(server.count("update")).isZero();
    }
  }

  @Test
  void store_indexCanNotBeMade_storesAllTheSame() {
    try (WireServer server =
            new WireServer()
                .on("createIndexes", WireServer.error(85, "IndexOptionsConflict"))
                .on("update", "{ok: 1.0, n: 1, nModified: 0, upserted: [{index: 0, _id: 1}]}");
        RemoteBackend backend = open(server.uri())) {
      for (int i = 0; i < 3; i++) {
        assertThat(
                Stages.get(
                    backend.store(KEY, new byte[1], RemoteBackend.UNFENCED, Optional.empty())))
            .isTrue();
      }
      await().until(() -> server.count("createIndexes") == 1);
    }
  }
}
