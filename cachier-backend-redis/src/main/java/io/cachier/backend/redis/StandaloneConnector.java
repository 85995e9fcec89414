package io.cachier.backend.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** To one server, or to the master that Sentinels name. */
final class StandaloneConnector implements Connector {
  private final RedisURI uri;
  private final Duration connectTimeout;
  private final boolean ours;
  private @Nullable RedisClient client;
  private @Nullable ClientResources resources;
  private boolean closed;

  /** With a client of our own, made when first needed. */
  StandaloneConnector(RedisURI uri, Duration connectTimeout) {
    this.uri = OwnClient.bounded(uri, connectTimeout);
    this.connectTimeout = connectTimeout;
    ours = true;
  }

  /** With somebody else's client, which stays open. */
  StandaloneConnector(RedisClient client, RedisURI uri) {
    this.uri = uri;
    this.client = client;
    connectTimeout = uri.getTimeout();
    ours = false;
  }

  private synchronized RedisClient client() {
    if (closed) {
      throw RedisFailure.closed();
    }
    if (client == null) {
      resources = OwnClient.resources();
      client = RedisClient.create(resources, uri);
      client.setOptions(OwnClient.configure(ClientOptions.builder(), connectTimeout).build());
    }
    return client;
  }

  @Override
  public void prepare() {
    client();
  }

  @Override
  public CompletionStage<Link> connect(ConnectionLedger ledger) {
    return client()
        .connectAsync(ByteArrayCodec.INSTANCE, uri)
        .thenApply(
            connection -> {
              ledger.watch(connection);
              return new StandaloneLink(connection, ledger);
            });
  }

  @Override
  public CompletionStage<Channels> listen(
      ConnectionLedger ledger, BiConsumer<byte[], byte[]> message) {
    return client()
        .connectPubSubAsync(ByteArrayCodec.INSTANCE, uri)
        .thenApply(
            connection -> {
              ledger.watch(connection);
              connection.addListener(new MessageListener(message));
              return new StandaloneChannels(connection, ledger);
            });
  }

  @Override
  public boolean isCluster() {
    return false;
  }

  @Override
  public String where() {
    return Places.text(uri);
  }

  @Override
  public synchronized CompletableFuture<Void> close() {
    closed = true;
    return ours && client != null && resources != null
        ? OwnClient.shutDown(client, resources)
        : CompletableFuture.completedFuture(null);
  }
}
