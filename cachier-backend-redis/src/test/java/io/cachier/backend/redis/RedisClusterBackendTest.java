package io.cachier.backend.redis;

import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.RemoteBackendContract;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The backend keeps the contract on a Cluster of servers that know no sharded channels. */
class RedisClusterBackendTest extends RemoteBackendContract {
  private static RedisCluster cluster;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.started(ServerBinary.bundled());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Override
  protected RemoteBackendProvider provider() {
    return new ConnectedRedisProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("redis.uri", cluster.uris(), "redis.cluster", "true");
  }

  @Override
  protected Optional<Map<String, String>> settingsOutOfReach() {
    return Optional.of(
        Map.of("redis.uri", "redis://127.0.0.1:1,redis://127.0.0.1:2", "redis.cluster", "true"));
  }

  /** What processes do to each other is the same as on one server, and tested there. */
  @Override
  protected boolean supportsProcesses() {
    return false;
  }
}
