package io.cachier.backend.redis;

import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletionStage;

/** Channels of one server. */
record StandaloneChannels(
    StatefulRedisPubSubConnection<byte[], byte[]> connection, ConnectionLedger ledger)
    implements Channels {
  @Override
  public CompletionStage<Integer> subscribe(byte[] channel) {
    return connection.async().subscribe(channel).thenApply(done -> PUBLISH);
  }

  @Override
  public void unsubscribe(byte[] channel) {
    Afterwards.forget(connection.async().unsubscribe(channel).toCompletableFuture());
  }

  @Override
  public CompletionStage<Void> close() {
    ledger.forget(connection);
    return connection.closeAsync();
  }
}
