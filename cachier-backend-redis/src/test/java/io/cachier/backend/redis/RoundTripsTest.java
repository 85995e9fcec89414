package io.cachier.backend.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What goes over the wire, counted by the server and at the socket. */
class RoundTripsTest {
  private static final int CALLS = 200;

  /** Counts how often something is pushed out to the network. */
  private static final class Flushes extends ChannelOutboundHandlerAdapter {
    private final AtomicLong count;

    Flushes(AtomicLong count) {
      this.count = count;
    }

    @Override
    public void flush(ChannelHandlerContext context) throws Exception {
      count.incrementAndGet();
      super.flush(context);
    }
  }

  @Test
  @DisplayName("P7: a hit is one round trip, a miss that computes is three")
  void apply_hitsAndMisses_takeOneAndThreeRoundTrips() {
    AtomicLong flushes = new AtomicLong();
    ClientResources resources =
        ClientResources.builder()
            .nettyCustomizer(
                new NettyCustomizer() {
                  @Override
                  public void afterChannelInitialized(Channel channel) {
                    channel.pipeline().addFirst(new Flushes(flushes));
                  }
                })
            .build();
    try (RedisServer server = RedisServer.started()) {
      RedisClient client = RedisClient.create(resources);
      try (Cachier cachier =
          Cachier.builder()
              .addBackend(RedisBackendProvider.using(client, RedisURI.create(server.uri())))
              .backend("redis")
              .operationTimeout(Duration.ofSeconds(30))
              .build()) {
        CachedFunction<Integer, String> function =
            cachier.function("counted", Integer.class, String.class, key -> "value " + key).build();
        // The server learns the scripts, and the client the server.
        function.apply(-1);

        long flushedBefore = flushes.get();
        Map<String, Long> before = server.commandCalls();
        for (int i = 0; i < CALLS; i++) {
          function.apply(i);
        }
        assertThat(flushes.get() - flushedBefore).as("flushes of misses").isEqualTo(3 * CALLS);
        Map<String, Long> after = server.commandCalls();
        assertThat(after.get("evalsha") - before.get("evalsha")).isEqualTo(2 * CALLS);
        // Within the scripts: each store tells the near caches of other processes.
        assertThat(after.get("publish") - before.get("publish")).isEqualTo(CALLS);

        flushedBefore = flushes.get();
        before = server.commandCalls();
        for (int i = 0; i < CALLS; i++) {
          function.apply(i);
        }
        assertThat(flushes.get() - flushedBefore).as("flushes of hits").isEqualTo(CALLS);
        after = server.commandCalls();
        assertThat(after.get("get") - before.get("get")).isEqualTo(CALLS);
        assertThat(after.get("pttl") - before.get("pttl")).isEqualTo(CALLS);
        assertThat(after.get("evalsha")).isEqualTo(before.get("evalsha"));
      }
      assertThat(client.connect(RedisURI.create(server.uri())).sync().ping()).isEqualTo("PONG");
      client.shutdown(0, 2, TimeUnit.SECONDS);
    } finally {
      Afterwards.forget(resources.shutdown(0, 2, TimeUnit.SECONDS));
    }
  }
}
