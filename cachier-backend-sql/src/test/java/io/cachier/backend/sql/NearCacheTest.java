package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes, one of which keeps entries near, and a network between that can be cut. */
class NearCacheTest {
  private static final Duration LONG = Duration.ofHours(1);

  /** How long a connection that has silently gone dead may be trusted. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final AtomicReference<String> source = new AtomicReference<>("first");
  private final String name = "near." + UUID.randomUUID();
  private Gate gate;
  private Cachier nearNode;
  private Cachier otherNode;
  private CachedFunction<String, String> near;
  private CachedFunction<String, String> other;

  @BeforeEach
  void start() {
    int port = PostgresServer.shared().getPort();
    gate = Gate.to(port);
    nearNode = node(gate.port());
    otherNode = node(port);
    near = function(nearNode, true);
    other = function(otherNode, false);
    awaitNear("first");
  }

  private static Cachier node(int port) {
    return Cachier.builder()
        .backend("sql")
        .setting("sql.url", PostgresServer.url(port))
        .setting("sql.user", "postgres")
        .setting("sql.password", "postgres")
        .operationTimeout(Duration.ofSeconds(2))
        .setting("breaker.pause", "100ms")
        .build();
  }

  private CachedFunction<String, String> function(Cachier node, boolean keepsNear) {
    var builder = node.function(name, String.class, String.class, key -> source.get());
    return (keepsNear ? builder.nearCache(100, LONG) : builder).build();
  }

  @AfterEach
  void stop() {
    gate.close();
    nearNode.close();
    other.clear();
    otherNode.close();
  }

  private static boolean isNear(CachedFunction<String, String> function) {
    return function.explain("a").steps().stream().anyMatch(step -> step.startsWith("near hit"));
  }

  /** What the other node stores is also what this one computes where it can't reach the server. */
  private void changed(String value) {
    source.set(value);
    other.precache("a", value);
  }

  /** Until it is served, and from near. */
  private void awaitNear(String value) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> near.apply("a").equals(value) && isNear(near));
  }

  @Test
  void otherNode_storesRemovesAndClears_isSeen() {
    source.set("second");
    other.apply("a", CallOptions.overwrite());
    awaitNear("second");

    source.set("third");
    other.invalidate("a");
    awaitNear("third");

    source.set("fourth");
    other.clear();
    awaitNear("fourth");

    other.precache("a", "given");
    awaitNear("given");
  }

  @Test
  void connectionCut_otherNodeChangesMeanwhile_nothingOldIsServed() {
    gate.shut();
    await().atMost(SILENCE).until(() -> !isNear(near));
    changed("meanwhile");
    assertThat(near.apply("a")).as("while the server is away").isEqualTo("meanwhile");

    gate.opened();

    awaitNear("meanwhile");
    changed("again");
    awaitNear("again");
  }

  @Test
  void connectionCutAndBackAtOnce_whatWasNear_isNotTrusted() {
    for (int i = 0; i < 5; i++) {
      gate.cut();
      changed("round " + i);
      awaitNear("round " + i);
    }
  }

  @Test
  void connectionSilent_isNoticedAndNothingOldIsServed() {
    gate.silence();
    changed("meanwhile");
    await().atMost(SILENCE).until(() -> !isNear(near));

    gate.cut();
    gate.resume();

    awaitNear("meanwhile");
  }

  @Test
  void build_databaseThatTellsNothing_goesByTheTimeAlone() {
    String h2 = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(h2);
    try (Cachier known = Cachier.builder().backend("sql").setting("sql.url", h2).build();
        Cachier unknown =
            Cachier.builder().addBackend(SqlBackendProvider.using(source)).backend("sql").build()) {
      for (Cachier node : List.of(known, unknown)) {
        CachedFunction<String, String> untold = function(node, true);
        await().until(() -> untold.apply("a").equals("first") && isNear(untold));
      }
    }
  }
}
