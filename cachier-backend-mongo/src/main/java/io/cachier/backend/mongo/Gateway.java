package io.cachier.backend.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.ReadPreference;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.cachier.BackendException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The way to the server: makes the client and greets the server when first needed, and translates
 * what fails. Thread-safe; blocks nobody.
 */
final class Gateway {
  /** What a document may be larger than its payload by, and a command than its document. */
  private static final int ROOM_BYTES = 64 * 1024;

  private static final int LARGEST_DOCUMENT_BYTES = 16 * 1024 * 1024;

  /** Of a server that was not asked yet: what all of them hold. */
  static final int LARGEST_PAYLOAD_BYTES = LARGEST_DOCUMENT_BYTES - ROOM_BYTES;

  /** Servers from 4.4 on: {@code $$NOW} in what a find projects. */
  private static final int EXPRESSIONS_WIRE_VERSION = 9;

  private final Source source;
  private final Executor executor;
  private final Subscriptions open = new Subscriptions();
  private volatile @Nullable Link link;
  private @Nullable CompletableFuture<Link> greeting;
  private volatile boolean closed;

  Gateway(Source source, Executor executor) {
    this.source = source;
    this.executor = executor;
  }

  String where() {
    return source.where();
  }

  long openSubscriptions() {
    return open.count();
  }

  /** Does some work with the server; what fails is told in our words. */
  <T extends @Nullable Object> CompletableFuture<T> with(
      Function<Link, CompletableFuture<T>> work) {
    Link known = known();
    CompletableFuture<T> done;
    try {
      done = known == null ? greeted().thenCompose(work) : work.apply(known);
    } catch (RuntimeException failure) {
      done = CompletableFuture.failedFuture(failure);
    }
    return done.handle(
        (answer, failure) -> {
          if (failure != null) {
            throw new CompletionException(noted(failure));
          }
          return answer;
        });
  }

  /** What was learned of the server, null before it was greeted. */
  @Nullable Link current() {
    return link;
  }

  private BackendException noted(Throwable failure) {
    if (MongoFailure.isNotPrimary(failure)) {
      // Another may answer the next time, of which other things hold.
      link = null;
    }
    return MongoFailure.of(failure, where());
  }

  private @Nullable Link known() {
    Link known = link;
    if (known != null && known.timing() instanceof EstimatedTiming estimated) {
      long now = System.nanoTime();
      if (estimated.clock().isTooOld(now)) {
        return null;
      }
      if (estimated.clock().isOld(now)) {
        Afterwards.forget(greeted());
      }
    }
    return known;
  }

  private synchronized CompletableFuture<Link> greeted() {
    if (closed) {
      return CompletableFuture.failedFuture(MongoFailure.closed());
    }
    if (greeting == null) {
      CompletableFuture<Link> asked;
      try {
        asked = CompletableFuture.supplyAsync(source::client, executor).thenCompose(this::greet);
      } catch (RejectedExecutionException shutDown) {
        return CompletableFuture.failedFuture(MongoFailure.closed());
      }
      greeting = asked;
      Afterwards.run(asked, (told, failure) -> greetingEnded());
      return asked;
    }
    return greeting;
  }

  private synchronized void greetingEnded() {
    greeting = null;
  }

  private CompletableFuture<Link> greet(MongoClient client) {
    MongoDatabase admin = client.getDatabase("admin");
    long sentNanos = System.nanoTime();
    return greet(admin, "hello")
        .thenApply(told -> new Told(told, sentNanos))
        .exceptionallyCompose(
            failure -> {
              if (!isUnknownCommand(failure)) {
                return CompletableFuture.failedFuture(failure);
              }
              long againNanos = System.nanoTime();
              return greet(admin, "isMaster").thenApply(told -> new Told(told, againNanos));
            })
        .thenApply(told -> learn(client, told));
  }

  /** What a server said of itself, and when it was asked. */
  private record Told(@Nullable BsonDocument hello, long sentNanos) {}

  private CompletableFuture<@Nullable BsonDocument> greet(MongoDatabase admin, String command) {
    BsonDocument text = new BsonDocument(command, new BsonInt32(1));
    return Answer.first(admin.runCommand(text, ReadPreference.primary(), BsonDocument.class), open);
  }

  private static boolean isUnknownCommand(Throwable failure) {
    return MongoFailure.unwrapped(failure) instanceof MongoCommandException answer
        && (answer.getErrorCode() == 59 || answer.getErrorMessage().contains("no such command"));
  }

  private Link learn(MongoClient client, Told told) {
    long receivedNanos = System.nanoTime();
    BsonDocument hello = told.hello();
    if (hello == null) {
      throw new IllegalStateException("the server answered nothing");
    }
    if (!isTrue(hello, "isWritablePrimary") && !isTrue(hello, "ismaster")) {
      throw MongoFailure.notPrimary(where());
    }
    boolean router = hello.containsKey("msg") && hello.get("msg").isString();
    Timing timing;
    if (number(hello, "maxWireVersion", 0) >= EXPRESSIONS_WIRE_VERSION) {
      timing = new PipelineTiming();
    } else {
      ServerClock clock =
          new ServerClock(
              hello.getDateTime("localTime").getValue(), told.sentNanos(), receivedNanos);
      timing = timing(clock);
    }
    Link known = link;
    Link learned =
        new Link(
            known == null ? new Documents(client, source, open) : known.documents(),
            timing,
            router || hello.containsKey("setName"),
            number(hello, "maxBsonObjectSize", LARGEST_DOCUMENT_BYTES) - ROOM_BYTES);
    link = learned;
    return learned;
  }

  private Timing timing(ServerClock measured) {
    Link known = link;
    if (known != null && known.timing() instanceof EstimatedTiming estimated) {
      estimated.adjust(measured);
      return estimated;
    }
    return new EstimatedTiming(measured);
  }

  private static boolean isTrue(BsonDocument hello, String field) {
    return BsonBoolean.TRUE.equals(hello.get(field));
  }

  private static int number(BsonDocument hello, String field, int otherwise) {
    BsonValue value = hello.get(field);
    return value != null && value.isNumber() ? value.asNumber().intValue() : otherwise;
  }

  void close() {
    closed = true;
    link = null;
    source.close();
  }
}
