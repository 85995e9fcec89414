package io.cachier.benchmarks;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.Binary;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A hit on MongoDB beside the driver's own find of such a document, decoded the same way: P9 and
 * P11. Both documents have the same fields, and ids of the same length. What server it is, {@link
 * MongoProcess} says.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
@State(Scope.Benchmark)
public class MongoHitBenchmark {
  private static final int KEYS = 512;

  private MongoProcess server;
  private MongoClient client;
  private MongoCollection<Document> collection;
  private Binary[] bare;
  private Cachier cachier;
  private CachedFunction<Integer, String> plain;
  private CachedFunction<Integer, String> metered;

  /** Each thread walks the keys from a place of its own. */
  @State(Scope.Thread)
  public static class Cursor {
    private int at = Thread.currentThread().hashCode();

    int next() {
      return at++ & (KEYS - 1);
    }
  }

  /** Writes the entries, ours and the bare ones. */
  @Setup
  public void fill() throws IOException {
    server = new MongoProcess();
    String run = "bench-" + UUID.randomUUID();
    cachier =
        Cachier.builder()
            .backend("mongo")
            .setting("mongo.uri", server.uri())
            .setting("mongo.collection", run)
            .build();
    plain =
        cachier.function("plain", Integer.class, String.class, MongoHitBenchmark::compute).build();
    metered =
        cachier
            .function("metered", Integer.class, String.class, MongoHitBenchmark::compute)
            .metrics(MetricsPolicy.on())
            .build();
    client = MongoClients.create(server.uri());
    collection = client.getDatabase("cachier").getCollection(run + "-bare");
    bare = new Binary[KEYS];
    for (int i = 0; i < KEYS; i++) {
      plain.apply(i);
      metered.apply(i);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(compute(i));
      }
      byte[] id = new byte["plain".length() + 32];
      ByteBuffer.wrap(id).putInt(id.length - 4, i);
      bare[i] = new Binary(id);
      Document document = new Document("_id", bare[i]).append("f", "plain");
      document.append("p", new Binary(bytes.toByteArray())).append("z", bytes.size());
      document.append("v", 1L + i).append("w", new Date()).append("x", new Date());
      answer(collection.insertOne(document));
    }
  }

  /** Closes what was opened. */
  @TearDown
  public void close() {
    cachier.close();
    client.close();
    server.close();
  }

  /** The first thing that a publisher says, waited for. */
  private static <T> T answer(Publisher<T> publisher) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    publisher.subscribe(
        new Subscriber<T>() {
          @Override
          public void onSubscribe(Subscription subscription) {
            subscription.request(1);
          }

          @Override
          public void onNext(T value) {
            answer.complete(value);
          }

          @Override
          public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
          }

          @Override
          public void onComplete() {
            answer.complete(null);
          }
        });
    return answer.join();
  }

  private static String compute(Integer key) {
    return ("value " + key + " ").repeat(80);
  }

  /** Ours, metrics off. */
  @Benchmark
  public String cachier(Cursor cursor) {
    return plain.apply(cursor.next());
  }

  /** Ours, all metrics. */
  @Benchmark
  public String cachierMetrics(Cursor cursor) {
    return metered.apply(cursor.next());
  }

  /** A find of such a document, and the same decoding. */
  @Benchmark
  public Object bareDriver(Cursor cursor) {
    Document found = answer(collection.find(new Document("_id", bare[cursor.next()])).first());
    byte[] payload = found.get("p", Binary.class).getData();
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(payload))) {
      return in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
