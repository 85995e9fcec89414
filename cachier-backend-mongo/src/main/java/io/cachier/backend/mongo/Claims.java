package io.cachier.backend.mongo;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Who holds a key: claims it, or finds out who has. */
final class Claims {
  private final Supplier<String> where;

  /** Of a server that is called so in messages. */
  Claims(Supplier<String> where) {
    this.where = where;
  }

  /** Claims; a document that was made by another in the same moment is tried again, so often. */
  CompletableFuture<Claim> claim(
      Link link, EntryKey key, long token, String owner, Duration lease, int attempts) {
    Timing timing = link.timing();
    BsonDocument wanted = timing.projection(Fields.TOKEN, Fields.LEASE_END, Fields.VERSION);
    return link.documents()
        .upsertAndFind(Ids.ours(key), timing.claim(token, owner, lease), wanted)
        .thenApply(row -> claimed(row, token, timing))
        .exceptionallyCompose(
            failure ->
                MongoFailure.isDuplicateKey(failure)
                    ? taken(link, key, token, owner, lease, attempts)
                    : CompletableFuture.failedFuture(failure));
  }

  private Claim claimed(@Nullable Row row, long token, Timing timing) {
    if (row == null || row.foreign()) {
      throw MongoFailure.foreign(where.get());
    }
    return row.token() == token
        ? new Claim.Granted(token, row.version())
        : held(row.leaseEndMillis() - timing.nowMillis(row));
  }

  private static Claim held(long restMillis) {
    return new Claim.Held(Duration.ofMillis(Math.max(1, restMillis)));
  }

  /** The document could not be made, since there is one: whose is it? */
  private CompletableFuture<Claim> taken(
      Link link, EntryKey key, long token, String owner, Duration lease, int attempts) {
    return inspect(link, key)
        .thenCompose(
            row -> {
              long rest = row == null ? 0 : row.leaseEndMillis() - link.timing().nowMillis(row);
              if (row != null && row.token() != 0 && rest > 0) {
                return CompletableFuture.completedFuture(held(rest));
              }
              // It has just ended, or was just made by another who asks as well.
              return attempts > 1
                  ? claim(link, key, token, owner, lease, attempts - 1)
                  : CompletableFuture.completedFuture(held(1));
            });
  }

  /** What is there; fails if it is not ours. */
  CompletableFuture<@Nullable Row> inspect(Link link, EntryKey key) {
    BsonDocument filter = new BsonDocument(Fields.ID, Ids.of(key));
    return link.documents()
        .find(filter, link.timing().projection(Fields.FUNCTION, Fields.TOKEN, Fields.LEASE_END))
        .thenApply(
            row -> {
              if (row != null && (row.foreign() || !key.function().equals(row.function()))) {
                throw MongoFailure.foreign(where.get());
              }
              return row;
            });
  }
}
