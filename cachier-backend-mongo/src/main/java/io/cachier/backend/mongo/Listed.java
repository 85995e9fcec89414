package io.cachier.backend.mongo;

import io.cachier.BackendException;
import io.cachier.spi.EntryInfo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a function one after the other, a page ahead. Each page is a find of its own: no
 * cursor waits on the server for a slow reader. Blocks; not thread-safe.
 */
final class Listed {
  private static final int PAGE = 500;
  private static final long PATIENCE_SECONDS = 10;

  private final Gateway gateway;
  private final String function;
  private final Queue<EntryInfo> ahead = new ArrayDeque<>();
  private byte[] last = {};
  private boolean atEnd;

  Listed(Gateway gateway, String function) {
    this.gateway = gateway;
    this.function = function;
  }

  /**
   * The next entry, left in place, or null after the last.
   *
   * @throws BackendException if the server can't tell
   */
  @Nullable EntryInfo peek() {
    while (ahead.isEmpty() && !atEnd) {
      turn();
    }
    return ahead.peek();
  }

  /** The next entry, which {@link #peek} has told of. */
  EntryInfo take() {
    return ahead.remove();
  }

  private void turn() {
    BsonDocument values = Sweeps.of(function, last).append(Fields.VERSION, Sweeps.exists(true));
    List<EntryInfo> page =
        answer(
            gateway.with(
                link ->
                    link.documents()
                        .page(
                            values,
                            link.timing()
                                .projection(
                                    Fields.SIZE, Fields.WRITTEN, Fields.TOKEN, Fields.LEASE_END)
                                .append(Fields.ID, new BsonInt32(1)),
                            PAGE)
                        .thenApply(rows -> described(rows, link.timing()))));
    ahead.addAll(page);
  }

  private List<EntryInfo> described(List<Row> rows, Timing timing) {
    atEnd = rows.size() < PAGE;
    if (!rows.isEmpty()) {
      last = rows.get(rows.size() - 1).id();
    }
    return rows.stream()
        // Somebody else's; a look-up of it tells.
        .filter(row -> !row.foreign() && row.writtenMillis() != Row.UNTOLD)
        .map(
            row -> {
              long now = timing.nowMillis(row);
              long age = MongoBackend.ageNanos(row.writtenMillis(), now);
              return new EntryInfo(
                  Ids.key(row.id()),
                  Duration.ofNanos(Math.max(0, age)),
                  row.size(),
                  row.isClaimed(now));
            })
        .toList();
  }

  private <T> T answer(CompletableFuture<T> asked) {
    try {
      return asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw MongoFailure.of(e.getCause() == null ? e : e.getCause(), gateway.where());
    } catch (TimeoutException e) {
      throw new BackendException(
          "MongoDB at " + gateway.where() + " gave no answer within " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("interrupted while listing entries", e);
    }
  }
}
