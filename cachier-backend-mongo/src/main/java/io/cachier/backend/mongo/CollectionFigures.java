package io.cachier.backend.mongo;

import io.cachier.spi.Gauge;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $collStats} tells of the collection, summed over shards: all functions together,
 * claims included. Asked for at most every ten seconds, and never waited for: until the first
 * answer, and where it is not known or not allowed, there are no such figures.
 */
final class CollectionFigures {
  private static final long GOOD_FOR_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long PATIENCE_MILLIS = 1_000;

  private static final List<BsonDocument> STAGES =
      List.of(
          new BsonDocument("$collStats", new BsonDocument("storageStats", new BsonDocument())),
          new BsonDocument(
              "$group",
              new BsonDocument(Fields.ID, BsonNull.VALUE)
                  .append("count", sum("count"))
                  .append("size", sum("size"))
                  .append("stored", sum("storageSize"))));

  private final Gateway gateway;
  private final AtomicLong askedNanos = new AtomicLong(System.nanoTime() - GOOD_FOR_NANOS);
  private volatile List<Gauge> known = List.of();

  CollectionFigures(Gateway gateway) {
    this.gateway = gateway;
  }

  private static BsonDocument sum(String figure) {
    return new BsonDocument("$sum", new BsonString("$storageStats." + figure));
  }

  /** What is known; asks anew in the background if that is old. Never connects. */
  List<Gauge> gauges() {
    Link link = gateway.current();
    long asked = askedNanos.get();
    long now = System.nanoTime();
    if (link != null && now - asked >= GOOD_FOR_NANOS && askedNanos.compareAndSet(asked, now)) {
      Afterwards.run(
          link.documents().summary(STAGES, PATIENCE_MILLIS),
          (told, failure) -> known = told == null ? List.of() : gauges(told));
    }
    return known;
  }

  static List<Gauge> gauges(@Nullable BsonDocument told) {
    return told == null
        ? List.of()
        : List.of(
            gauge("collection_documents", told.get("count")),
            gauge("collection_bytes", told.get("size")),
            gauge("collection_stored_bytes", told.get("stored")));
  }

  private static Gauge gauge(String name, @Nullable BsonValue value) {
    double figure = value != null && value.isNumber() ? value.asNumber().doubleValue() : 0;
    return new Gauge(name, Map.of(), figure);
  }
}
