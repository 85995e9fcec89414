package io.cachier.backend.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.Cachier;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import org.junit.jupiter.api.Test;

/**
 * The code in {@code docs/backends/redis.md}; building connects to nothing, so no server is needed.
 */
class RedisPageTest {
  @Test
  void clientsOfTheApplication_given_areUsed() {
    RedisURI redisUri = RedisURI.create("redis://127.0.0.1:1");
    RedisClient redisClient = RedisClient.create();
    RedisClusterClient redisClusterClient = RedisClusterClient.create(redisUri);
    // begin docs/backends/redis.md
    Cachier onOneServer =
        Cachier.builder()
            .addBackend(RedisBackendProvider.using(redisClient, redisUri))
            .backend("redis")
            .build();
    Cachier onACluster =
        Cachier.builder()
            .addBackend(RedisBackendProvider.using(redisClusterClient))
            .backend("redis")
            .build();
    // end docs/backends/redis.md
    try (onOneServer;
        onACluster) {
      assertThat(onOneServer.describe()).contains("redis");
      assertThat(onACluster.describe()).contains("redis");
    } finally {
      redisClient.shutdown();
      redisClusterClient.shutdown();
    }
  }
}
