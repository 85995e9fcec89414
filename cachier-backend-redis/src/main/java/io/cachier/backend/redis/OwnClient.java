package io.cachier.backend.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a client is set up that is ours. Its threads are daemons, as all of Lettuce's are. */
final class OwnClient {
  private static final int THREADS = 2;
  private static final Duration LONGEST_RECONNECT_DELAY = Duration.ofSeconds(1);

  /** More is refused: what waits for a silent server must not fill the memory. */
  private static final int MOST_COMMANDS = 1 << 16;

  private OwnClient() {}

  static ClientResources resources() {
    return ClientResources.builder()
        .ioThreadPoolSize(THREADS)
        .computationThreadPoolSize(THREADS)
        .commandLatencyRecorder(CommandLatencyRecorder.disabled())
        .reconnectDelay(
            Delay.exponential(
                Duration.ofMillis(1), LONGEST_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS))
        .build();
  }

  /**
   * A command is sent at once or not at all, and never a second time: a write that comes late could
   * be one that nobody wants any more.
   */
  static <B extends ClientOptions.Builder> B configure(B options, Duration connectTimeout) {
    options
        .autoReconnect(true)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .replayFilter(OwnClient::fail)
        .requestQueueSize(MOST_COMMANDS)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .socketOptions(
            SocketOptions.builder().connectTimeout(connectTimeout).keepAlive(true).build());
    return options;
  }

  /**
   * Lettuce drops what this filter names without a word to who waits for it, so it is told here.
   *
   * @param command null for a batch that could not be written: it is sent again, or rejected
   */
  private static boolean fail(@Nullable RedisCommand<?, ?, ?> command) {
    if (command == null) {
      return false;
    }
    command.completeExceptionally(
        new RedisException("the connection was lost before the answer came"));
    return true;
  }

  /**
   * Bounds the whole of connecting, and gives a name to be found by.
   *
   * @param uri read from the settings, and so ours to change
   */
  static RedisURI bounded(RedisURI uri, Duration connectTimeout) {
    uri.setTimeout(connectTimeout);
    uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(connectTimeout));
    if (uri.getClientName() == null) {
      uri.setClientName("cachier");
    }
    return uri;
  }

  /** Ends once the threads have, or will within a moment; never exceptionally. */
  static CompletableFuture<Void> shutDown(AbstractRedisClient client, ClientResources resources) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Afterwards.run(
        client.shutdownAsync(0, 1, TimeUnit.SECONDS),
        (done, failure) ->
            Afterwards.forget(
                resources
                    .shutdown(0, 1, TimeUnit.SECONDS)
                    .addListener(future -> ended.complete(null))));
    return ended;
  }
}
