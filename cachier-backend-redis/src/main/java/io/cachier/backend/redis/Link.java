package io.cachier.backend.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.protocol.RedisCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A connection to one server, or to the servers of a Cluster. Reconnects by itself. Thread-safe.
 */
interface Link {
  /** Sends a command to the server that has its key. */
  void send(RedisCommand<byte[], byte[], ?> command);

  /** Sends commands of one key in one flush. */
  void send(List<? extends RedisCommand<byte[], byte[], ?>> commands);

  /** The connections to all servers that hold keys and take writes. */
  CompletableFuture<List<StatefulConnection<byte[], byte[]>>> masters();

  /** Gives the connection up; what is under way fails. Completes when it is closed. */
  CompletableFuture<Void> close();
}
