package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.pubsub.StatefulRedisClusterPubSubConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Channels of a Cluster: sharded ones, on the server that has the key, where the servers know them
 * (Redis 7); else ordinary ones, which every server passes on to every other.
 */
final class ClusterChannels implements Channels {
  private final StatefulRedisClusterPubSubConnection<byte[], byte[]> connection;
  private final ConnectionLedger ledger;
  private final MessageListener listener;
  private final Map<String, StatefulRedisPubSubConnection<byte[], byte[]>> sharded =
      new ConcurrentHashMap<>();
  private final Map<StatefulRedisPubSubConnection<byte[], byte[]>, Boolean> listening =
      new ConcurrentHashMap<>();
  private volatile boolean unsharded;

  ClusterChannels(
      StatefulRedisClusterPubSubConnection<byte[], byte[]> connection,
      ConnectionLedger ledger,
      BiConsumer<byte[], byte[]> message) {
    this.connection = connection;
    this.ledger = ledger;
    listener = new MessageListener(message);
    ledger.watch(connection);
    connection.addListener(listener);
  }

  @Override
  public CompletionStage<Integer> subscribe(byte[] channel) {
    RedisClusterNode node = connection.getPartitions().getMasterBySlot(SlotHash.getSlot(channel));
    if (unsharded || node == null) {
      return connection.async().subscribe(channel).thenApply(done -> PUBLISH);
    }
    RedisURI uri = node.getUri();
    return connection
        .getConnectionAsync(uri.getHost(), uri.getPort())
        .thenCompose(server -> subscribe(server, channel))
        .handle((done, failure) -> subscribed(channel, failure))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Void> subscribe(
      StatefulRedisPubSubConnection<byte[], byte[]> server, byte[] channel) {
    if (listening.putIfAbsent(server, true) == null) {
      ledger.watch(server);
      server.addListener(listener);
    }
    sharded.put(new String(channel, ISO_8859_1), server);
    return server.async().ssubscribe(channel);
  }

  private CompletionStage<Integer> subscribed(byte[] channel, @Nullable Throwable failure) {
    if (failure == null) {
      return CompletableFuture.completedFuture(SPUBLISH);
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RedisCommandExecutionException
        && String.valueOf(cause.getMessage()).contains("unknown command")) {
      unsharded = true;
      return connection.async().subscribe(channel).thenApply(done -> PUBLISH);
    }
    return CompletableFuture.failedFuture(failure);
  }

  @Override
  public void unsubscribe(byte[] channel) {
    StatefulRedisPubSubConnection<byte[], byte[]> server =
        sharded.remove(new String(channel, ISO_8859_1));
    if (unsharded) {
      Afterwards.forget(connection.async().unsubscribe(channel).toCompletableFuture());
    } else if (server != null) {
      Afterwards.forget(server.async().sunsubscribe(channel).toCompletableFuture());
    }
  }

  @Override
  public CompletionStage<Void> close() {
    listening.keySet().forEach(ledger::forget);
    ledger.forget(connection);
    return connection.closeAsync();
  }
}
