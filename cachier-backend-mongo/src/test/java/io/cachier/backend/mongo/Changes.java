package io.cachier.backend.mongo;

import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The change streams of a {@link ModernBackend}: what they tell is what a 5.0 server would. */
final class Changes {
  /** Short, for it holds up a thread of the server's on which other connections wait. */
  private static final long AWAIT_MILLIS = 5;

  private record Cursor(String namespace, List<Document> stages, BlockingQueue<Document> events) {}

  private final Map<Long, Cursor> cursors = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong(1_000_000);

  int open() {
    return cursors.size();
  }

  boolean knows(Long cursor) {
    return cursors.containsKey(cursor);
  }

  void close(List<?> ids) {
    ids.forEach(cursors::remove);
  }

  Document open(String namespace, List<?> stages) {
    long id = numbers.incrementAndGet();
    List<Document> filters = new ArrayList<>();
    stages.forEach(stage -> filters.add((Document) stage));
    cursors.put(id, new Cursor(namespace, filters, new LinkedBlockingQueue<>()));
    return answer(id, namespace, "firstBatch", List.of());
  }

  Document more(long id) {
    Cursor cursor = cursors.get(id);
    List<Document> batch = new ArrayList<>();
    try {
      Document first = cursor.events().poll(AWAIT_MILLIS, TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
        cursor.events().drainTo(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer(id, cursor.namespace(), "nextBatch", batch);
  }

  private Document answer(long id, String namespace, String batch, List<Document> events) {
    Document cursor = new Document(batch, events).append("id", id).append("ns", namespace);
    cursor.append("postBatchResumeToken", token());
    return new Document("cursor", cursor).append("ok", 1.0);
  }

  void deleted(String namespace, Document document) {
    tell(namespace, "delete", document, null);
  }

  void updated(String namespace, Document before, Document after) {
    Document updated = new Document();
    after.forEach(
        (field, value) -> {
          if (!value.equals(before.get(field))) {
            updated.put(field, value);
          }
        });
    List<String> removed =
        before.keySet().stream().filter(field -> !after.containsKey(field)).toList();
    tell(
        namespace,
        "update",
        before,
        new Document("updatedFields", updated)
            .append("removedFields", new ArrayList<>(removed))
            .append("truncatedArrays", new ArrayList<>()));
  }

  /** As a 4.4 server tells of an update by a pipeline. */
  void replaced(String namespace, Document document) {
    tell(namespace, "replace", document, null);
  }

  void dropped(String namespace) {
    tell(namespace, "drop", null, null);
  }

  private Document token() {
    return new Document("_data", String.format("%016x", numbers.incrementAndGet()));
  }

  private void tell(String namespace, String kind, Document document, Document description) {
    for (Cursor cursor : cursors.values()) {
      if (cursor.namespace().equals(namespace)) {
        Document event = new Document("_id", token()).append("operationType", kind);
        event.append("clusterTime", new BsonTimestamp(numbers.get()));
        if (document != null) {
          event.append("documentKey", new Document("_id", document.get("_id")));
        }
        if (description != null) {
          event.append("updateDescription", description);
        }
        cursor
            .events()
            .addAll(
                Aggregation.fromPipeline(cursor.stages(), null, null, null, null)
                    .runStages(Stream.of(event)));
      }
    }
  }
}
