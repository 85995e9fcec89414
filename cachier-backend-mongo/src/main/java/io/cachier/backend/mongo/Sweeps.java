package io.cachier.backend.mongo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What is done to all documents of a function: page by page in the order of their ids, so that no
 * command runs long, and whatever is there from beginning to end is met.
 */
final class Sweeps {
  static final int PAGE = 1_000;

  /** The claim goes, the value stays. What is left of a claim without one, expires. */
  static final Timing.Change NO_CLAIM =
      new Timing.Change(
          new BsonDocument(),
          List.of(
              new BsonDocument(
                  "$unset",
                  new BsonDocument(Fields.TOKEN, new BsonInt32(1))
                      .append(Fields.LEASE_END, new BsonInt32(1))
                      .append(Fields.OWNER, new BsonInt32(1)))),
          false);

  private static final BsonDocument ALL = new BsonDocument();
  private static final BsonInt32 YES = new BsonInt32(1);

  private final Gateway gateway;

  Sweeps(Gateway gateway) {
    this.gateway = gateway;
  }

  /** How many values are gone. */
  CompletableFuture<Long> clear(String function) {
    return sweep(
        function,
        link -> ALL,
        (link, page) -> {
          BsonDocument these = these(page);
          return link.documents()
              .deleteAll(these.clone().append(Fields.VERSION, exists(true)))
              // Claims, and what claims have left behind; nobody counts them.
              .thenCompose(gone -> link.documents().deleteAll(these).thenApply(claims -> gone));
        });
  }

  /** How many live claims have ended. */
  CompletableFuture<Long> clearClaims(String function) {
    return sweep(
        function,
        link -> new BsonDocument(Fields.TOKEN, exists(true)),
        (link, page) ->
            link.documents()
                .updateAll(these(page).append(Fields.TOKEN, exists(true)), NO_CLAIM)
                .thenApply(
                    all ->
                        page.stream()
                            .filter(row -> row.isClaimed(link.timing().nowMillis(row)))
                            .count()));
  }

  /** How many values are gone. */
  CompletableFuture<Long> removeOlderThan(String function, Duration age) {
    return sweep(
        function,
        link -> old(link, age),
        (link, page) -> {
          BsonDocument old = these(page);
          old.putAll(old(link, age));
          BsonDocument claimed = old.clone().append(Fields.TOKEN, exists(true));
          old.append(Fields.TOKEN, exists(false));
          return link.documents()
              .deleteAll(old)
              .thenCompose(
                  gone ->
                      link.documents()
                          .updateAll(claimed, link.timing().noValue())
                          .thenApply(emptied -> gone + emptied));
        });
  }

  private static BsonDocument old(Link link, Duration age) {
    BsonDocument old = new BsonDocument(Fields.VERSION, exists(true));
    old.putAll(link.timing().olderThan(age).toBsonDocument());
    return old;
  }

  private CompletableFuture<Long> sweep(
      String function,
      Function<Link, BsonDocument> which,
      BiFunction<Link, List<Row>, CompletableFuture<Long>> work) {
    return gateway.with(link -> sweep(link, function, which, work, new byte[0], 0));
  }

  private CompletableFuture<Long> sweep(
      Link link,
      String function,
      Function<Link, BsonDocument> which,
      BiFunction<Link, List<Row>, CompletableFuture<Long>> work,
      byte[] last,
      long sum) {
    BsonDocument filter = of(function, last);
    filter.putAll(which.apply(link));
    return link.documents()
        .page(
            filter,
            link.timing().projection(Fields.TOKEN, Fields.LEASE_END).append(Fields.ID, YES),
            PAGE)
        .thenCompose(
            page ->
                page.isEmpty()
                    ? CompletableFuture.completedFuture(sum)
                    : work.apply(link, page)
                        .thenCompose(
                            done ->
                                page.size() < PAGE
                                    ? CompletableFuture.completedFuture(sum + done)
                                    : sweep(
                                        link,
                                        function,
                                        which,
                                        work,
                                        page.get(page.size() - 1).id(),
                                        sum + done)));
  }

  /** The documents of a function, after the one that was last, if there is one. */
  static BsonDocument of(String function, byte[] last) {
    return new BsonDocument(Fields.ID, Ids.range(function, last))
        .append(Fields.FUNCTION, new BsonString(function));
  }

  private static BsonDocument these(List<Row> page) {
    List<BsonValue> ids = page.stream().map(row -> (BsonValue) new BsonBinary(row.id())).toList();
    return new BsonDocument(Fields.ID, new BsonDocument("$in", new BsonArray(ids)));
  }

  static BsonDocument exists(boolean there) {
    return EstimatedTiming.exists(there);
  }
}
