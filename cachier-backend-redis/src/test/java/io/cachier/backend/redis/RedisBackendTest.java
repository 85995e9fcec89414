package io.cachier.backend.redis;

import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.tck.RemoteBackendContract;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;

/** The backend keeps the contract on one server, over processes too. */
class RedisBackendTest extends RemoteBackendContract {
  /** On a busy machine the first use takes longer than calls wait: some hundred classes. */
  @BeforeAll
  static void warmUp() {
    try (RemoteBackend backend =
        new RedisBackendProvider().open(new TestSettings(SharedServer.settings()))) {
      Stages.get(backend.lookup(Stages.key("warm up", 1)));
    }
  }

  @Override
  protected RemoteBackendProvider provider() {
    return new RedisBackendProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return SharedServer.settings();
  }

  @Override
  protected Optional<Map<String, String>> settingsOutOfReach() {
    return Optional.of(Map.of("redis.uri", "redis://127.0.0.1:1"));
  }
}
