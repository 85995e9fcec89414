package io.cachier.backend.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.KeyScanOutput;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a function, page by page, by SCAN on every server that holds keys. Each page costs
 * the server well below a millisecond. A key that is there from beginning to end is met at least
 * once, also twice if the server's table changes its size. Not thread-safe: one page at a time.
 */
final class KeyScan {
  private static final int PAGE = 500;
  private static final String START = "0";

  private final Gateway gateway;
  private final FunctionSpace space;
  private @Nullable List<StatefulConnection<byte[], byte[]>> servers;
  private int server;
  private String cursor = START;

  KeyScan(Gateway gateway, FunctionSpace space) {
    this.gateway = gateway;
    this.space = space;
  }

  /** The next page, perhaps empty; completes with null after the last. */
  CompletableFuture<@Nullable List<byte[]>> next() {
    List<StatefulConnection<byte[], byte[]>> known = servers;
    if (known == null) {
      return gateway
          .link()
          .thenCompose(Link::masters)
          .exceptionallyCompose(
              failure -> CompletableFuture.failedFuture(RedisFailure.of(failure, gateway.where())))
          .thenCompose(
              found -> {
                servers = found;
                return next();
              });
    }
    if (server == known.size()) {
      return CompletableFuture.completedFuture(null);
    }
    String from = cursor;
    CommandRequest<KeyScanCursor<byte[]>> scan =
        new CommandRequest<>(
            gateway,
            CommandType.SCAN,
            () -> new KeyScanOutput<>(ByteArrayCodec.INSTANCE),
            args -> args.add(from).add("MATCH").add(space.pattern()).add("COUNT").add(PAGE),
            known.get(server));
    return gateway.submit(scan).thenApply(this::page);
  }

  private List<byte[]> page(KeyScanCursor<byte[]> scanned) {
    if (scanned.isFinished()) {
      server++;
      cursor = START;
    } else {
      cursor = scanned.getCursor();
    }
    return scanned.getKeys().stream().filter(key -> space.entry(key) != null).toList();
  }
}
