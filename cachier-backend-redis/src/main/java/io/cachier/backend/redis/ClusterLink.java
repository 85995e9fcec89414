package io.cachier.backend.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.protocol.RedisCommand;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a Cluster. Lettuce routes by slot and follows redirections. It would reject what
 * is meant for a server whose connection is still being made, so that is waited for here.
 */
final class ClusterLink implements Link {
  private final StatefulRedisClusterConnection<byte[], byte[]> connection;
  private final ConnectionLedger ledger;

  /** By node id; a node that was reached once stays here and reconnects by itself. */
  private final Map<String, CompletableFuture<StatefulRedisConnection<byte[], byte[]>>> nodes =
      new ConcurrentHashMap<>();

  ClusterLink(StatefulRedisClusterConnection<byte[], byte[]> connection, ConnectionLedger ledger) {
    this.connection = connection;
    this.ledger = ledger;
  }

  @Override
  public void send(RedisCommand<byte[], byte[], ?> command) {
    CompletableFuture<?> node = nodeOf(command);
    if (node == null || node.isDone()) {
      connection.dispatch(command);
    } else {
      Afterwards.run(node, (connected, failure) -> connection.dispatch(command));
    }
  }

  @Override
  public void send(List<? extends RedisCommand<byte[], byte[], ?>> commands) {
    CompletableFuture<?> node = nodeOf(commands.get(0));
    if (node == null || node.isDone()) {
      connection.dispatch(commands);
    } else {
      Afterwards.run(node, (connected, failure) -> connection.dispatch(commands));
    }
  }

  private @Nullable CompletableFuture<?> nodeOf(RedisCommand<byte[], byte[], ?> command) {
    ByteBuffer key = command.getArgs().getFirstEncodedKey();
    if (key == null) {
      return null;
    }
    RedisClusterNode master = connection.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
    return master == null ? null : connected(master);
  }

  private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connected(
      RedisClusterNode node) {
    CompletableFuture<StatefulRedisConnection<byte[], byte[]>> known = nodes.get(node.getNodeId());
    if (known != null && !known.isDone()) {
      return known;
    }
    if (known != null
        && !known.isCompletedExceptionally()
        && !ConnectionLedger.isClosedForGood(known.join())) {
      return known;
    }
    RedisURI uri = node.getUri();
    CompletableFuture<StatefulRedisConnection<byte[], byte[]>> asked =
        connection.getConnectionAsync(uri.getHost(), uri.getPort());
    CompletableFuture<StatefulRedisConnection<byte[], byte[]>> before =
        nodes.put(node.getNodeId(), asked);
    if (before == known) {
      Afterwards.forget(asked.thenAccept(ledger::watch));
    }
    return asked;
  }

  @Override
  public CompletableFuture<List<StatefulConnection<byte[], byte[]>>> masters() {
    List<CompletableFuture<StatefulRedisConnection<byte[], byte[]>>> asked = new ArrayList<>();
    for (RedisClusterNode node : connection.getPartitions()) {
      // One that has lost all its slots has no keys either.
      if (node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.hasNoSlots()) {
        asked.add(connected(node));
      }
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            all -> {
              List<StatefulConnection<byte[], byte[]>> connected = new ArrayList<>();
              asked.forEach(node -> connected.add(node.join()));
              return connected;
            });
  }

  @Override
  public CompletableFuture<Void> close() {
    nodes.values().forEach(node -> Afterwards.forget(node.thenAccept(ledger::forget)));
    return connection.closeAsync();
  }
}
