package io.cachier.backend.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes, one of which keeps entries near, and a network between that can be cut. */
class NearCacheTest {
  private static final Duration LONG = Duration.ofHours(1);

  /** How long a connection that has silently gone dead may be trusted. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final AtomicReference<String> source = new AtomicReference<>("first");
  private RedisServer server;
  private Gate gate;
  private Cachier nearNode;
  private Cachier otherNode;
  private CachedFunction<String, String> near;
  private CachedFunction<String, String> other;

  @BeforeEach
  void start() {
    server = RedisServer.started();
    gate = Gate.to(server.port());
    nearNode = node("redis://127.0.0.1:" + gate.port());
    otherNode = node(server.uri());
    near = function(nearNode, true);
    other = function(otherNode, false);
    awaitNear("first");
  }

  private static Cachier node(String uri) {
    return Cachier.builder()
        .backend("redis")
        .setting("redis.uri", uri)
        .operationTimeout(Duration.ofSeconds(2))
        .setting("breaker.pause", "100ms")
        .build();
  }

  private CachedFunction<String, String> function(Cachier node, boolean keepsNear) {
    var builder = node.function("f", String.class, String.class, key -> source.get());
    return (keepsNear ? builder.nearCache(100, LONG) : builder).build();
  }

  @AfterEach
  void stop() {
    gate.close();
    nearNode.close();
    otherNode.close();
    server.close();
  }

  private boolean isNear(String key) {
    return near.explain(key).steps().stream().anyMatch(step -> step.startsWith("near hit"));
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
        .until(() -> near.apply("a").equals(value) && isNear("a"));
  }

  @Test
  void apply_keptNear_asksTheServerNothing() {
    // What this node itself has stored is told to it too.
    await()
        .until(
            () -> {
              long before = server.commandCalls().get("get");
              near.apply("a");
              near.apply("a");
              return server.commandCalls().get("get") == before;
            });
    Map<String, Long> before = server.commandCalls();
    for (int i = 0; i < 100; i++) {
      assertThat(near.apply("a")).isEqualTo("first");
    }
    assertThat(server.commandCalls().get("get")).isEqualTo(before.get("get"));
    assertThat(server.commandCalls().get("evalsha")).isEqualTo(before.get("evalsha"));
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
    await().atMost(SILENCE).until(() -> !isNear("a"));
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
    await().atMost(SILENCE).until(() -> !isNear("a"));

    gate.cut();
    gate.resume();

    awaitNear("meanwhile");
  }

  @Test
  void serverRestarted_listensAnew() {
    server.kill();
    server.start();
    changed("meanwhile");
    awaitNear("meanwhile");
    changed("again");
    awaitNear("again");
  }

  @Test
  void noRightToChannels_goesByTheTimeAlone() {
    server
        .commands()
        .aclSetuser(
            "quiet",
            io.lettuce.core.AclSetuserArgs.Builder.on()
                .nopass()
                .allKeys()
                .resetChannels()
                .allCommands());
    try (Cachier quiet = node("redis://quiet:any@127.0.0.1:" + server.port())) {
      CachedFunction<String, String> unheard = function(quiet, true);
      await()
          .until(
              () -> {
                unheard.apply("a");
                return unheard.explain("a").steps().stream()
                    .anyMatch(step -> step.startsWith("near hit"));
              });
    }
  }
}
