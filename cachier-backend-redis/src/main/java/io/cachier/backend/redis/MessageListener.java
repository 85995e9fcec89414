package io.cachier.backend.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.function.Consumer;

/** Hands on the channel of every message, sharded or not. */
final class MessageListener extends RedisPubSubAdapter<byte[], byte[]> {
  private final Consumer<byte[]> woken;

  MessageListener(Consumer<byte[]> woken) {
    this.woken = woken;
  }

  @Override
  public void message(byte[] channel, byte[] message) {
    woken.accept(channel);
  }

  @Override
  public void smessage(byte[] shardChannel, byte[] message) {
    woken.accept(shardChannel);
  }
}
