package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The statements that are meant for MySQL, said to MariaDB, which understands them too. */
class MySqlStatementsTest {
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final String function = "mysql." + UUID.randomUUID();
  private final EntryKey key = Stages.key(function, 1);

  private static RemoteBackend open() {
    Map<String, String> settings = MariaServer.settings("mysql");
    return TestSettings.open(settings);
  }

  @Test
  void everyOperation_inMySqlsWords_doesWhatItShould() {
    try (RemoteBackend backend = open()) {
      long first = ((Claim.Granted) Stages.get(backend.claim(key, "test", LEASE))).token();
      assertThat(Stages.get(backend.claim(key, "test", LEASE))).isInstanceOf(Claim.Held.class);
      assertThat(Stages.get(backend.renew(key, first, LEASE))).isTrue();
      assertThat(Stages.get(backend.renew(key, 5, LEASE))).isFalse();
      assertThat(Stages.get(backend.store(key, new byte[] {7}, first, Optional.of(LEASE))))
          .isTrue();
      assertThat(Stages.get(backend.store(key, new byte[] {8}, first, Optional.empty()))).isFalse();
      assertThat(Stages.get(backend.lookup(key)).stored().payload()).containsExactly(7);
      Claim.Granted second = (Claim.Granted) Stages.get(backend.claim(key, "test", LEASE));
      assertThat(second.version()).isEqualTo(Stages.get(backend.lookup(key)).stored().version());
      assertThat(Stages.get(backend.release(key, second.token()))).isTrue();
      Stages.put(backend, key, new byte[3]);
      Stages.put(backend, Stages.key(function, 2), new byte[4]);
      assertThat(Stages.get(backend.usage(function)).bytes()).hasValue(7);
      assertThat(Stages.get(backend.remove(key))).isTrue();
      assertThat(Stages.get(backend.remove(key))).isFalse();
      assertThat(Stages.get(backend.removeOlderThan(function, Duration.ofHours(1)))).isZero();
      assertThat(Stages.get(backend.clear(function))).isEqualTo(1);
    }
  }

  @Test
  void claim_manyAtOnce_grantsOne() {
    try (RemoteBackend backend = open()) {
      for (int round = 0; round < 5; round++) {
        EntryKey contested = Stages.key(function, 100 + round);
        AtomicInteger granted = new AtomicInteger();
        Stages.get(
            CompletableFuture.allOf(
                IntStream.range(0, 24)
                    .mapToObj(
                        i ->
                            backend
                                .claim(contested, "test", LEASE)
                                .thenAccept(
                                    claim ->
                                        granted.addAndGet(claim instanceof Claim.Granted ? 1 : 0))
                                .toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new)));
        assertThat(granted).hasValue(1);
      }
    }
  }
}
