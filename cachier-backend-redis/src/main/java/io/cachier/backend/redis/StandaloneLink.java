package io.cachier.backend.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.RedisCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One server, or the master that Sentinels name. */
record StandaloneLink(StatefulRedisConnection<byte[], byte[]> connection, ConnectionLedger ledger)
    implements Link {
  @Override
  public void send(RedisCommand<byte[], byte[], ?> command) {
    connection.dispatch(command);
  }

  @Override
  public void send(List<? extends RedisCommand<byte[], byte[], ?>> commands) {
    connection.dispatch(commands);
  }

  @Override
  public CompletableFuture<List<StatefulConnection<byte[], byte[]>>> masters() {
    return CompletableFuture.completedFuture(List.of(connection));
  }

  @Override
  public CompletableFuture<Void> close() {
    ledger.forget(connection);
    return connection.closeAsync();
  }
}
