package io.cachier.backend.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.ConfigurationException;
import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the URI: it is used, and what is wrong with it is told without the password. */
class CredentialsTest {
  private static final String PASSWORD = "geheim-4711";

  private static RemoteBackend open(String uri) {
    return new RedisBackendProvider().open(new TestSettings(Map.of("redis.uri", uri)));
  }

  @Test
  void open_unparsableUri_isRefusedWithoutThePassword() {
    for (String bad :
        new String[] {
          "http://u:" + PASSWORD + "@host",
          "redis://u:" + PASSWORD + "@host:notaport",
          PASSWORD,
          "redis://u:" + PASSWORD + "@ho st",
          "redis-sentinel://" + PASSWORD + "@host",
          "redis://u:" + PASSWORD + "@",
        }) {
      try (Cachier cachier = Cachier.builder().backend("redis").setting("redis.uri", bad).build()) {
        assertThatThrownBy(
                () -> cachier.function("f", String.class, String.class, key -> key).build())
            .as(bad)
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContaining("redis.uri")
            .hasMessageContaining("redis://host:6379/0")
            .hasMessageNotContaining(PASSWORD)
            .hasNoCause();
      }
    }
  }

  @Test
  void open_badPrefixOrSentinelsOfACluster_areRefused() {
    TestSettings settings =
        new TestSettings(
            Map.of(
                "redis.prefix", "a{b}",
                "redis.cluster", "true",
                "redis.uri", "redis-sentinel://host:1#m"));
    new RedisBackendProvider().open(settings).close();
    assertThat(settings.rejected())
        .anyMatch(problem -> problem.startsWith("redis.prefix: it must be of letters"))
        .anyMatch(problem -> problem.startsWith("redis.uri: it must name servers of the Cluster"));
  }

  @Test
  void lookup_wrongOrMissingPassword_isToldWithoutIt() {
    try (RedisServer server = RedisServer.started("--requirepass", PASSWORD)) {
      String place = "127.0.0.1:" + server.port();
      EntryKey key = Stages.key("f", 1);
      try (RemoteBackend right = open("redis://:" + PASSWORD + "@" + place + "/3")) {
        Stages.put(right, key, new byte[2]);
        assertThat(right.location("f").orElseThrow())
            .contains(place + "/3", "cachier:f:{*}")
            .doesNotContain(PASSWORD);
      }
      try (RemoteBackend wrong = open("redis://:" + PASSWORD + "x@" + place)) {
        assertThat(refusal(wrong, key))
            .hasMessageContaining("WRONGPASS")
            .hasMessageContaining("check user and password")
            .hasMessageNotContaining(PASSWORD);
      }
      try (RemoteBackend missing = open("redis://" + place)) {
        assertThat(refusal(missing, key))
            .hasMessageContaining("NOAUTH")
            .hasMessageContaining("wants a password");
      }
      try (RemoteBackend nowhere = open("redis://:" + PASSWORD + "@" + place + "/99")) {
        assertThat(refusal(nowhere, key))
            .hasMessageContaining("DB index is out of range")
            .hasMessageContaining("this database does not exist")
            .hasMessageNotContaining(PASSWORD);
      }
    }
  }

  /** What the server answered; Lettuce now and then tells only that the connection was closed. */
  private static Throwable refusal(RemoteBackend backend, EntryKey key) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> Stages.failure(backend.lookup(key)),
            failure -> {
              if (failure.getMessage().contains("prematurely")) {
                assertThat(failure).hasMessageContaining("check user, password and database");
                return false;
              }
              return true;
            });
  }

  /** What the page tells an administrator to allow, in a database of its own. */
  @Test
  void everyOperation_userWithTheDocumentedRights_works() throws IOException {
    Matcher rights =
        Pattern.compile("Rights, for a user of its own: `([^`]+)`")
            .matcher(Files.readString(Path.of("..", "docs", "backends", "redis.md")));
    assertThat(rights.find()).isTrue();
    try (RedisServer server = RedisServer.started()) {
      CommandArgs<String, String> user =
          new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add("page").add("on");
      user.add(">" + PASSWORD);
      Stream.of(rights.group(1).split(" ")).forEach(user::add);
      server.commands().dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), user);
      String uri = "redis://page:" + PASSWORD + "@127.0.0.1:" + server.port() + "/2";
      try (RemoteBackend backend = open(uri)) {
        EntryKey key = Stages.key("f", 1);
        Claim.Granted granted =
            (Claim.Granted) Stages.get(backend.claim(key, "page", Duration.ofMinutes(1)));
        assertThat(Stages.get(backend.renew(key, granted.token(), Duration.ofMinutes(1)))).isTrue();
        var waiting = backend.awaitSettled(key, Duration.ofSeconds(30));
        assertThat(Stages.get(backend.store(key, new byte[1], granted.token(), Optional.empty())))
            .isTrue();
        Stages.get(waiting);
        assertThat(Stages.get(backend.lookup(key)).stored()).isNotNull();
        assertThat(Stages.get(backend.removeOlderThan("f", Duration.ofDays(1)))).isZero();
        assertThat(Stages.get(backend.remove(key))).isTrue();
        Stages.get(backend.clearClaims("f"));
        assertThat(Stages.get(backend.clear("f"))).isZero();
      }
    }
  }

  @Test
  void store_userWithNarrowRights_works() {
    try (RedisServer server = RedisServer.started()) {
      server
          .commands()
          .aclSetuser(
              "narrow",
              io.lettuce.core.AclSetuserArgs.Builder.on()
                  .addPassword(PASSWORD)
                  .resetChannels()
                  .keyPattern("cachier:*")
                  .addCommand(io.lettuce.core.protocol.CommandType.PTTL)
                  .addCommand(io.lettuce.core.protocol.CommandType.GET)
                  .addCommand(io.lettuce.core.protocol.CommandType.EVAL)
                  .addCommand(io.lettuce.core.protocol.CommandType.EVALSHA)
                  .addCommand(io.lettuce.core.protocol.CommandType.GETRANGE)
                  .addCommand(io.lettuce.core.protocol.CommandType.SETRANGE)
                  .addCommand(io.lettuce.core.protocol.CommandType.SET)
                  .addCommand(io.lettuce.core.protocol.CommandType.PEXPIREAT)
                  .addCommand(io.lettuce.core.protocol.CommandType.UNLINK)
                  .addCommand(io.lettuce.core.protocol.CommandType.TIME)
                  .addCommand(io.lettuce.core.protocol.CommandType.PING)
                  .addCommand(io.lettuce.core.protocol.CommandType.SCAN));
      String uri = "redis://narrow:" + PASSWORD + "@127.0.0.1:" + server.port();
      try (RemoteBackend backend = open(uri)) {
        EntryKey key = Stages.key("f", 1);
        var granted =
            (Claim.Granted) Stages.get(backend.claim(key, "narrow", Duration.ofMinutes(1)));
        // No channels are allowed: who waits polls, and who writes writes.
        var waiting = backend.awaitSettled(key, Duration.ofSeconds(30)).toCompletableFuture();
        assertThat(
                Stages.get(
                    backend.store(key, new byte[1], granted.token(), java.util.Optional.empty())))
            .isTrue();
        Stages.get(waiting);
        assertThat(Stages.get(backend.clear("f"))).isEqualTo(1);
        // INFO is not allowed either.
        backend.gauges();
        assertThat(backend.gauges()).noneMatch(gauge -> gauge.name().startsWith("server_"));
      }
    }
  }

  @Test
  void store_overTls_works(@TempDir Path folder) throws Exception {
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    makeCertificate(folder, certificate, key);
    int tlsPort = RedisServer.freePort();
    try (RedisServer server =
        RedisServer.started(
            "--tls-port",
            tlsPort + "",
            "--tls-cert-file",
            certificate.toString(),
            "--tls-key-file",
            key.toString(),
            "--tls-ca-cert-file",
            certificate.toString(),
            "--tls-auth-clients",
            "no",
            "--requirepass",
            PASSWORD)) {
      assertThat(server.port()).isNotEqualTo(tlsPort);
      String place = "127.0.0.1:" + tlsPort;
      try (RemoteBackend backend =
          open("rediss://:" + PASSWORD + "@" + place + "?verifyPeer=NONE")) {
        EntryKey entry = Stages.key("f", 1);
        Stages.put(backend, entry, new byte[5]);
        assertThat(Stages.get(backend.lookup(entry)).stored()).isNotNull();
      }
      // A certificate that nobody vouches for is refused, unless one asks for that.
      try (RemoteBackend backend = open("rediss://:" + PASSWORD + "@" + place)) {
        assertThat(Stages.failure(backend.lookup(Stages.key("f", 1))))
            .hasMessageContaining("can't connect to Redis at " + place)
            .hasMessageNotContaining(PASSWORD);
      }
    }
  }

  /** By keytool, which every JDK has. */
  private static void makeCertificate(Path folder, Path certificate, Path key)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore made = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    Files.writeString(certificate, pem("CERTIFICATE", made.getCertificate("a").getEncoded()));
    Files.writeString(
        key, pem("PRIVATE KEY", made.getKey("a", "changeit".toCharArray()).getEncoded()));
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + kind
        + "-----\n";
  }

  @Test
  void apply_wrongPassword_stillAnswers() {
    try (RedisServer server = RedisServer.started("--requirepass", PASSWORD);
        Cachier cachier =
            Cachier.builder().backend("redis").setting("redis.uri", server.uri()).build()) {
      CachedFunction<String, String> function =
          cachier.function("f", String.class, String.class, key -> key + "!").build();
      assertThat(function.apply("a")).isEqualTo("a!");
    }
  }
}
