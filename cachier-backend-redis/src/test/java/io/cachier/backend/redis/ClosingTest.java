package io.cachier.backend.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is left of a backend that was closed. */
class ClosingTest {
  @Test
  void close_afterUse_leavesNoThreadOfItsClient() throws InterruptedException {
    try (RedisServer server = RedisServer.started()) {
      server.commands().ping();
      Set<Thread> before = threads();
      RemoteBackend backend = TestSettings.open(server);
      EntryKey key = Stages.key("f", 1);
      Stages.put(backend, key, new byte[3]);
      Stages.get(backend.claim(key, "me", Duration.ofSeconds(30)));
      List<Thread> itsOwn = threads().stream().filter(t -> !before.contains(t)).toList();
      assertThat(itsOwn).isNotEmpty();

      backend.close();

      // A thread tells that it has ended just before it has.
      for (Thread thread : itsOwn) {
        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  /** As by two Cachiers that share one bean, or by one that is closed and built again. */
  @Test
  void open_givenClientTwice_eachLivesByItself() {
    try (RedisServer server = RedisServer.started();
        RedisClient client = RedisClient.create()) {
      RedisBackendProvider provider =
          RedisBackendProvider.using(client, RedisURI.create(server.uri()));
      TestSettings none = new TestSettings(Map.of());
      EntryKey key = Stages.key("f", 1);
      RemoteBackend first = provider.open(none);
      try (RemoteBackend second = provider.open(none)) {
        Stages.put(first, key, new byte[3]);
        first.close();
        assertThat(Stages.get(second.lookup(key)).stored()).isNotNull();
      }
      try (RemoteBackend third = provider.open(none)) {
        assertThat(Stages.get(third.lookup(key)).stored()).isNotNull();
      }
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("(lettuce|cachier-redis).*"))
        .collect(Collectors.toSet());
  }
}
