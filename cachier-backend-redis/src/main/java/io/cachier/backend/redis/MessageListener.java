package io.cachier.backend.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.function.BiConsumer;

/** Hands on the channel and the content of every message, sharded or not. */
final class MessageListener extends RedisPubSubAdapter<byte[], byte[]> {
  private final BiConsumer<byte[], byte[]> heard;

  MessageListener(BiConsumer<byte[], byte[]> heard) {
    this.heard = heard;
  }

  @Override
  public void message(byte[] channel, byte[] message) {
    heard.accept(channel, message);
  }

  @Override
  public void smessage(byte[] shardChannel, byte[] message) {
    heard.accept(shardChannel, message);
  }
}
