package io.cachier.backend.mongo;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.aggregation.Expression;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * mongo-java-server, and over it what servers from 4.4 on can and it can't: updates by a pipeline,
 * expressions in the projection of a find, {@code $$NOW}, and, as the only member of a replica set,
 * change streams. The expressions themselves are evaluated by mongo-java-server's own code. It does
 * one command after the other.
 */
final class ModernBackend implements MongoBackend {
  private static final int WIRE_VERSION_OF_6_0 = 17;

  private final MemoryBackend backend = new MemoryBackend();
  private final Changes changes = new Changes();
  private final boolean replicaSet;
  private final AtomicInteger commands = new AtomicInteger();

  /** Filled in when the server listens. */
  private volatile String address = "";

  /** How far this server's clock is ahead. */
  private volatile Duration ahead = Duration.ZERO;

  /** What opening a change stream is answered, and reading one; 0 for no error. */
  private volatile int streamsFailWith;

  /** Whether updates are told of as replacements, as by 4.4. */
  private volatile boolean tellsReplacements;

  ModernBackend(boolean replicaSet) {
    this.replicaSet = replicaSet;
  }

  void listensAt(String hostAndPort) {
    address = hostAndPort;
  }

  void setAhead(Duration time) {
    ahead = time;
  }

  /** All change streams end with this error, and none can be opened until 0 takes it back. */
  void failStreams(int code) {
    streamsFailWith = code;
  }

  void tellReplacements() {
    tellsReplacements = true;
  }

  /** As if somebody had dropped the collection. */
  void tellOfDrop(String namespace) {
    changes.dropped(namespace);
  }

  int openStreams() {
    return changes.open();
  }

  int commandCount() {
    return commands.get();
  }

  private Instant now() {
    return Instant.now().plus(ahead).truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public Document handleMessage(MongoMessage message) {
    Document query = message.getDocument();
    return handleCommand(
        message.getChannel(), message.getDatabaseName(), query.keySet().iterator().next(), query);
  }

  @Override
  public Document handleCommand(Channel channel, String database, String command, Document query) {
    commands.incrementAndGet();
    if (command.equals("getMore") && changes.knows((Long) query.get(command))) {
      if (streamsFailWith != 0) {
        throw new MongoServerError(43, "CursorNotFound", "made to fail");
      }
      return changes.more((Long) query.get(command));
    }
    synchronized (this) {
      return switch (command) {
        case "hello", "ismaster", "isMaster" -> hello(channel, database);
        case "find" -> find(channel, database, query);
        case "update" -> update(channel, database, query);
        case "findAndModify" -> findAndModify(channel, database, query);
        case "delete" -> watched(channel, database, query);
        case "aggregate" -> aggregate(channel, database, query);
        case "killCursors" -> {
          changes.close((List<?>) query.get("cursors"));
          yield backend.handleCommand(channel, database, command, query);
        }
        default -> backend.handleCommand(channel, database, command, query);
      };
    }
  }

  private Document hello(Channel channel, String database) {
    Document hello = backend.handleCommand(channel, database, "ismaster", new Document());
    hello.put("isWritablePrimary", true);
    hello.put("maxWireVersion", WIRE_VERSION_OF_6_0);
    hello.put("localTime", now());
    if (replicaSet) {
      hello.put("setName", "alone");
      hello.put("setVersion", 1);
      hello.put("hosts", List.of(address));
      hello.put("primary", address);
      hello.put("me", address);
      hello.put("secondary", false);
      hello.put("logicalSessionTimeoutMinutes", 30);
    }
    return hello;
  }

  private Document find(Channel channel, String database, Document query) {
    Document projection = (Document) query.getOrDefault("projection", new Document());
    Document plain = new Document();
    Document computed = new Document();
    projection.forEach(
        (field, what) -> {
          boolean expression = what instanceof Document || what instanceof String;
          (expression ? computed : plain).put(field, what);
        });
    Document asked = query.clone();
    asked.put("projection", plain);
    atThisTime((Document) asked.get("filter"));
    Document answer = backend.handleCommand(channel, database, "find", asked);
    Document cursor = (Document) answer.get("cursor");
    List<Document> found = new ArrayList<>();
    for (Object one : (List<?>) cursor.get("firstBatch")) {
      found.add(with((Document) one, computed));
    }
    cursor.put("firstBatch", found);
    return answer;
  }

  private Document with(Document found, Document computed) {
    Document all = found.clone();
    computed.forEach((field, expression) -> all.put(field, evaluated(expression, found, now())));
    return all;
  }

  private static Object evaluated(Object expression, Document document, Instant now) {
    Document variables = document.clone();
    variables.put("$NOW", now);
    return Expression.evaluateDocument(expression, variables);
  }

  /** In a filter, {@code $$NOW} as mongo-java-server knows it would be this machine's. */
  private void atThisTime(Object filter) {
    if (filter instanceof Map<?, ?> fields) {
      @SuppressWarnings("unchecked")
      Map<String, Object> all = (Map<String, Object>) fields;
      all.replaceAll((field, value) -> "$$NOW".equals(value) ? now() : value);
      all.values().forEach(this::atThisTime);
    } else if (filter instanceof List<?> list) {
      @SuppressWarnings("unchecked")
      List<Object> all = (List<Object>) list;
      all.replaceAll(value -> "$$NOW".equals(value) ? now() : value);
      all.forEach(this::atThisTime);
    }
  }

  private Document aggregate(Channel channel, String database, Document query) {
    List<?> pipeline = (List<?>) query.get("pipeline");
    if (!pipeline.isEmpty() && ((Document) pipeline.get(0)).containsKey("$changeStream")) {
      if (!replicaSet) {
        throw new MongoServerError(40573, "only supported on replica sets");
      }
      if (query.get("readConcern") instanceof Document concern
          && !"majority".equals(concern.get("level"))) {
        throw new MongoServerError(72, "InvalidOptions", "only with readConcern majority");
      }
      if (streamsFailWith != 0) {
        throw new MongoServerError(streamsFailWith, "Made", "made to fail");
      }
      return changes.open(
          database + "." + query.get("aggregate"), pipeline.subList(1, pipeline.size()));
    }
    return backend.handleCommand(channel, database, "aggregate", query);
  }

  private Document update(Channel channel, String database, Document query) {
    List<?> updates = (List<?>) query.get("updates");
    Document first = (Document) updates.get(0);
    if (updates.size() != 1 || !(first.get("u") instanceof List<?>)) {
      return watched(channel, database, query);
    }
    String collection = (String) query.get("update");
    boolean multi = Boolean.TRUE.equals(first.get("multi"));
    boolean upsert = Boolean.TRUE.equals(first.get("upsert"));
    Document answer = new Document("ok", 1.0);
    List<Document> matched =
        matching(channel, database, collection, (Document) first.get("q"), multi ? 0 : 1);
    if (matched.isEmpty() && upsert) {
      try {
        Document made =
            insert(channel, database, collection, (Document) first.get("q"), first.get("u"));
        answer.put("n", 1);
        answer.put("nModified", 0);
        answer.put("upserted", List.of(new Document("index", 0).append("_id", made.get("_id"))));
      } catch (MongoServerError duplicate) {
        answer.put("n", 0);
        answer.put("nModified", 0);
        answer.put(
            "writeErrors",
            List.of(
                new Document("index", 0)
                    .append("code", duplicate.getCode())
                    .append("errmsg", duplicate.getMessageWithoutErrorCode())));
      }
      return answer;
    }
    for (Document one : matched) {
      apply(channel, database, collection, one, first.get("u"));
    }
    answer.put("n", matched.size());
    answer.put("nModified", matched.size());
    return answer;
  }

  private Document findAndModify(Channel channel, String database, Document query) {
    if (!(query.get("update") instanceof List<?>)) {
      return watched(channel, database, query);
    }
    String collection = (String) query.get("findAndModify");
    Document filter = (Document) query.get("query");
    List<Document> matched = matching(channel, database, collection, filter, 1);
    Document after;
    if (matched.isEmpty()) {
      if (!Boolean.TRUE.equals(query.get("upsert"))) {
        return new Document("value", null).append("ok", 1.0);
      }
      after = insert(channel, database, collection, filter, query.get("update"));
    } else {
      after = apply(channel, database, collection, matched.get(0), query.get("update"));
    }
    Document found = new Document("find", collection);
    found.put("filter", new Document("_id", after.get("_id")));
    found.put("projection", query.getOrDefault("fields", new Document()));
    found.put("limit", 1);
    Document cursor = (Document) find(channel, database, found).get("cursor");
    return new Document("value", ((List<?>) cursor.get("firstBatch")).get(0))
        .append("lastErrorObject", new Document("n", 1))
        .append("ok", 1.0);
  }

  private List<Document> matching(
      Channel channel, String database, String collection, Document filter, int limit) {
    atThisTime(filter);
    Document find = new Document("find", collection).append("filter", filter);
    find.append("limit", limit).append("batchSize", 1_000_000);
    Document answer = backend.handleCommand(channel, database, "find", find);
    List<Document> found = new ArrayList<>();
    ((List<?>) ((Document) answer.get("cursor")).get("firstBatch"))
        .forEach(one -> found.add(((Document) one).cloneDeeply()));
    return found;
  }

  private Document insert(
      Channel channel, String database, String collection, Document filter, Object stages) {
    Document base = new Document();
    filter.forEach(
        (field, value) -> {
          if (!field.startsWith("$") && !(value instanceof Document)) {
            base.put(field, value);
          }
        });
    if (!matching(channel, database, collection, new Document("_id", base.get("_id")), 1)
        .isEmpty()) {
      throw new MongoServerError(
          11000, "DuplicateKey", "E11000 duplicate key error collection: " + collection);
    }
    Document made = changed(base, (List<?>) stages);
    Document insert = new Document("insert", collection).append("documents", List.of(made));
    backend.handleCommand(channel, database, "insert", insert);
    return made;
  }

  private Document apply(
      Channel channel, String database, String collection, Document before, Object stages) {
    Document after = changed(before, (List<?>) stages);
    Document set = new Document();
    after.forEach(
        (field, value) -> {
          if (!Objects.equals(value, before.get(field))) {
            set.put(field, value);
          }
        });
    Document unset = new Document();
    before.keySet().stream()
        .filter(field -> !after.containsKey(field))
        .forEach(field -> unset.put(field, 1));
    Document change = new Document();
    if (!set.isEmpty()) {
      change.put("$set", set);
    }
    if (!unset.isEmpty()) {
      change.put("$unset", unset);
    }
    if (!change.isEmpty()) {
      Document one = new Document("q", new Document("_id", before.get("_id"))).append("u", change);
      Document update = new Document("update", collection).append("updates", List.of(one));
      backend.handleCommand(channel, database, "update", update);
      if (tellsReplacements) {
        changes.replaced(database + "." + collection, before);
      } else {
        changes.updated(database + "." + collection, before, after);
      }
    }
    return after;
  }

  private Document changed(Document before, List<?> stages) {
    Instant now = now();
    Document document = before.cloneDeeply();
    for (Object one : stages) {
      Document stage = (Document) one;
      if (stage.get("$set") instanceof Document fields) {
        Document input = document.cloneDeeply();
        Document output = document;
        fields.forEach((field, value) -> output.put(field, evaluated(value, input, now)));
      } else if (stage.get("$unset") instanceof List<?> names) {
        names.forEach(document::remove);
      } else {
        throw new MongoServerError(40324, "Unrecognized pipeline stage name: " + stage.keySet());
      }
    }
    return document;
  }

  /** What mongo-java-server does by itself; who listens is told what has changed. */
  private Document watched(Channel channel, String database, Document query) {
    String command = query.keySet().iterator().next();
    String collection = (String) query.get(command);
    List<Document> filters = new ArrayList<>();
    if (query.get("query") instanceof Document one) {
      filters.add(one);
    }
    for (String many : new String[] {"updates", "deletes"}) {
      if (query.get(many) instanceof List<?> all) {
        all.forEach(one -> filters.add((Document) ((Document) one).get("q")));
      }
    }
    filters.forEach(this::atThisTime);
    Supplier<List<Document>> touched =
        () ->
            filters.stream()
                .flatMap(one -> matching(channel, database, collection, one, 0).stream())
                .toList();
    List<Document> before = changes.open() == 0 ? List.of() : touched.get();
    Document answer = backend.handleCommand(channel, database, command, query);
    for (Document one : before) {
      List<Document> after =
          matching(channel, database, collection, new Document("_id", one.get("_id")), 1);
      if (after.isEmpty()) {
        changes.deleted(database + "." + collection, one);
      } else if (!after.get(0).equals(one)) {
        changes.updated(database + "." + collection, one, after.get(0));
      }
    }
    return answer;
  }

  @Override
  public void handleClose(Channel channel) {
    backend.handleClose(channel);
  }

  @Override
  public QueryResult handleQuery(MongoQuery query) {
    return backend.handleQuery(query);
  }

  @Override
  public void dropDatabase(String database) {
    backend.dropDatabase(database);
  }

  @Override
  public Collection<Document> getCurrentOperations(MongoQuery query) {
    return backend.getCurrentOperations(query);
  }

  @Override
  public Document getServerStatus() {
    return backend.getServerStatus();
  }

  @Override
  public void close() {
    backend.close();
  }

  @Override
  public void closeCursors(List<Long> cursors) {
    backend.closeCursors(cursors);
  }

  @Override
  public Clock getClock() {
    return backend.getClock();
  }

  @Override
  public void enableOplog() {}

  @Override
  public void disableOplog() {}

  @Override
  public MongoDatabase resolveDatabase(String database) {
    return backend.resolveDatabase(database);
  }

  @Override
  public MongoBackend version(MongoVersion version) {
    backend.version(version);
    return this;
  }
}
