package io.cachier.backend.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** To the servers of a Cluster, found from some of them. */
final class ClusterConnector implements Connector {
  private static final Duration REFRESH = Duration.ofSeconds(30);
  private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(1);

  private final List<RedisURI> seeds;
  private final Duration connectTimeout;
  private final boolean ours;
  private @Nullable RedisClusterClient client;
  private @Nullable ClientResources resources;
  private boolean closed;

  /** With a client of our own, made when first needed. */
  ClusterConnector(List<RedisURI> seeds, Duration connectTimeout) {
    this.seeds = seeds.stream().map(uri -> OwnClient.bounded(uri, connectTimeout)).toList();
    this.connectTimeout = connectTimeout;
    ours = true;
  }

  /** With somebody else's client, which stays open. */
  ClusterConnector(RedisClusterClient client) {
    this.client = client;
    seeds = List.of();
    connectTimeout = Duration.ZERO;
    ours = false;
  }

  private synchronized RedisClusterClient client() {
    if (closed) {
      throw RedisFailure.closed();
    }
    if (client == null) {
      resources = OwnClient.resources();
      client = RedisClusterClient.create(resources, seeds);
      ClusterTopologyRefreshOptions refresh =
          ClusterTopologyRefreshOptions.builder()
              .enablePeriodicRefresh(REFRESH)
              .adaptiveRefreshTriggersTimeout(SHORTEST_REFRESH)
              .build();
      client.setOptions(
          OwnClient.configure(ClusterClientOptions.builder(), connectTimeout)
              .topologyRefreshOptions(refresh)
              // A server that has just joined is known by a redirection at first.
              .validateClusterNodeMembership(false)
              .build());
    }
    return client;
  }

  @Override
  public void prepare() {
    client();
  }

  @Override
  public CompletionStage<Link> connect(ConnectionLedger ledger) {
    RedisClusterClient connecting = client();
    return connecting
        .refreshPartitionsAsync()
        .thenCompose(known -> connecting.connectAsync(ByteArrayCodec.INSTANCE))
        .thenApply(connection -> new ClusterLink(connection, ledger));
  }

  @Override
  public CompletionStage<Channels> listen(
      ConnectionLedger ledger, BiConsumer<byte[], byte[]> message) {
    RedisClusterClient connecting = client();
    return connecting
        .refreshPartitionsAsync()
        .thenCompose(known -> connecting.connectPubSubAsync(ByteArrayCodec.INSTANCE))
        .thenApply(connection -> new ClusterChannels(connection, ledger, message));
  }

  @Override
  public boolean isCluster() {
    return true;
  }

  @Override
  public String where() {
    return seeds.isEmpty()
        ? "the Cluster of the given client"
        : seeds.stream().map(Places::text).collect(Collectors.joining(","));
  }

  @Override
  public synchronized CompletableFuture<Void> close() {
    closed = true;
    return ours && client != null && resources != null
        ? OwnClient.shutDown(client, resources)
        : CompletableFuture.completedFuture(null);
  }
}
