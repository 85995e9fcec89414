package io.cachier.backend.mongo;

import com.mongodb.MongoExecutionTimeoutException;
import io.cachier.spi.Usage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Counts a function's entries, on the server. That reads all of them, so it is bounded: in number,
 * in time, and in how often this process asks for it. What can't be counted so, or was counted
 * before this process wrote, is unknown.
 */
final class Counting {
  static final int MOST_ENTRIES = 50_000;
  private static final long PATIENCE_MILLIS = 500;

  /** After a count no other for so many times as long as it took. */
  private static final long REST = 50;

  private static final long TOO_LARGE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Gateway gateway;
  private final int most;
  private final Map<String, Count> counts = new ConcurrentHashMap<>();

  /** What was counted, and until when it has to do. Null: it is too large, or out of date. */
  private record Count(@Nullable Usage usage, long untilNanos) {}

  Counting(Gateway gateway) {
    this(gateway, MOST_ENTRIES);
  }

  Counting(Gateway gateway, int most) {
    this.gateway = gateway;
    this.most = most;
  }

  /** This process changed what is stored. */
  void outdated(String function) {
    counts.computeIfPresent(
        function,
        (name, count) -> count.usage() == null ? count : new Count(null, count.untilNanos()));
  }

  CompletableFuture<Usage> usage(String function) {
    Count known = counts.get(function);
    if (known != null && System.nanoTime() - known.untilNanos() < 0) {
      return CompletableFuture.completedFuture(
          known.usage() == null ? Usage.UNKNOWN : known.usage());
    }
    long startNanos = System.nanoTime();
    // Until it is over, whoever asks is told that nothing is known; so is who writes meanwhile.
    Count counting = new Count(Usage.UNKNOWN, startNanos + TOO_LARGE_NANOS);
    counts.put(function, counting);
    return gateway
        .with(
            link ->
                link.documents()
                    .summary(stages(function), PATIENCE_MILLIS)
                    .thenApply(this::usage)
                    .exceptionallyCompose(Counting::unknownIfTooSlow))
        .whenComplete((usage, failure) -> counted(function, counting, usage, startNanos));
  }

  private List<BsonDocument> stages(String function) {
    BsonDocument values =
        Sweeps.of(function, new byte[0]).append(Fields.VERSION, Sweeps.exists(true));
    BsonDocument sums =
        new BsonDocument(Fields.ID, BsonNull.VALUE)
            .append("n", new BsonDocument("$sum", new BsonInt32(1)))
            .append("b", new BsonDocument("$sum", new BsonString("$" + Fields.SIZE)));
    return List.of(
        new BsonDocument("$match", values),
        new BsonDocument("$limit", new BsonInt32(most + 1)),
        new BsonDocument("$group", sums));
  }

  private Usage usage(@Nullable BsonDocument sums) {
    if (sums == null) {
      return Usage.of(0, 0);
    }
    long entries = number(sums, "n");
    return entries > most ? Usage.UNKNOWN : Usage.of(entries, number(sums, "b"));
  }

  private void counted(String function, Count counting, @Nullable Usage usage, long startNanos) {
    long now = System.nanoTime();
    long rest = Usage.UNKNOWN.equals(usage) ? TOO_LARGE_NANOS : REST * (now - startNanos);
    // Not if it was written meanwhile: then what was counted is out of date already.
    counts.computeIfPresent(
        function,
        (name, count) ->
            new Count(count.equals(counting) && usage != null ? usage : null, now + rest));
  }

  private static long number(BsonDocument sums, String field) {
    BsonValue value = sums.get(field);
    return value != null && value.isNumber() ? value.asNumber().longValue() : 0;
  }

  private static CompletableFuture<Usage> unknownIfTooSlow(Throwable failure) {
    return MongoFailure.unwrapped(failure) instanceof MongoExecutionTimeoutException
        ? CompletableFuture.completedFuture(Usage.UNKNOWN)
        : CompletableFuture.failedFuture(failure);
  }
}
