package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.spi.Gauge;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the servers tell of themselves by INFO, summed over a Cluster's masters. Asked for at most
 * every ten seconds, and never waited for: until the first answer, and where INFO is not allowed,
 * there are no such figures.
 */
final class ServerFigures {
  private static final long GOOD_FOR_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long OUTDATED_NANOS = 3 * GOOD_FOR_NANOS;
  private static final String MEMORY = "used_memory:";
  private static final String EVICTED = "evicted_keys:";

  private final Gateway gateway;
  private final AtomicLong askedNanos;
  private volatile List<Gauge> known = List.of();
  private volatile long toldNanos;

  ServerFigures(Gateway gateway) {
    this.gateway = gateway;
    askedNanos = new AtomicLong(System.nanoTime() - GOOD_FOR_NANOS);
  }

  /** What is known; asks anew in the background if that is old. */
  List<Gauge> gauges() {
    long asked = askedNanos.get();
    long now = System.nanoTime();
    if (gateway.isConnected()
        && now - asked >= GOOD_FOR_NANOS
        && askedNanos.compareAndSet(asked, now)) {
      Afterwards.run(
          gateway.link().thenCompose(Link::masters).thenCompose(this::ask),
          (told, failure) -> {
            toldNanos = System.nanoTime();
            known = told == null ? List.of() : told;
          });
    }
    // While the server is away, what it once told is no figure of now.
    return now - toldNanos < OUTDATED_NANOS ? known : List.of();
  }

  private CompletableFuture<List<Gauge>> ask(List<StatefulConnection<byte[], byte[]>> servers) {
    List<CompletableFuture<byte[]>> asked = new ArrayList<>();
    for (StatefulConnection<byte[], byte[]> server : servers) {
      asked.add(
          gateway.submit(
              new CommandRequest<byte[]>(
                  gateway,
                  CommandType.INFO,
                  () -> new ByteArrayOutput<>(ByteArrayCodec.INSTANCE),
                  args -> {},
                  server)));
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            all -> {
              long memory = 0;
              long evicted = 0;
              for (CompletableFuture<byte[]> one : asked) {
                String info = new String(one.join(), UTF_8);
                memory += figure(info, MEMORY);
                evicted += figure(info, EVICTED);
              }
              return List.of(
                  new Gauge("server_memory_bytes", Map.of(), memory),
                  new Gauge("server_evicted_keys", Map.of(), evicted));
            });
  }

  private static long figure(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip()))
        .findFirst()
        .orElse(0);
  }
}
