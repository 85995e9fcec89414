package io.cachier.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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

/**
 * A hit on Redis beside a plain GET by Lettuce of the same bytes, decoded the same way: P7 and P11.
 * Both keys are of the same length. P7 is about the median, so times are sampled.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
@State(Scope.Benchmark)
public class RedisHitBenchmark {
  private static final int KEYS = 512;

  private RedisProcess server;
  private RedisClient client;
  private RedisCommands<byte[], byte[]> commands;
  private byte[][] bare;
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
    server = new RedisProcess();
    String run = UUID.randomUUID().toString();
    cachier =
        Cachier.builder()
            .backend("redis")
            .setting("redis.uri", server.uri())
            .setting("redis.prefix", run)
            .build();
    plain =
        cachier.function("plain", Integer.class, String.class, RedisHitBenchmark::compute).build();
    metered =
        cachier
            .function("metered", Integer.class, String.class, RedisHitBenchmark::compute)
            .metrics(MetricsPolicy.on())
            .build();
    client = RedisClient.create(server.uri());
    commands = client.connect(ByteArrayCodec.INSTANCE).sync();
    bare = new byte[KEYS][];
    for (int i = 0; i < KEYS; i++) {
      plain.apply(i);
      metered.apply(i);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(compute(i));
      }
      bare[i] = (run + ":plain:{" + String.format("%064x", i) + "}").getBytes(UTF_8);
      commands.psetex(bare[i], TimeUnit.DAYS.toMillis(1), bytes.toByteArray());
    }
  }

  /** Closes what was opened. */
  @TearDown
  public void close() {
    cachier.close();
    client.shutdown(0, 2, TimeUnit.SECONDS);
    server.close();
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

  /** A GET of the same bytes, and the same decoding. */
  @Benchmark
  public Object bareLettuce(Cursor cursor) {
    byte[] found = commands.get(bare[cursor.next()]);
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(found))) {
      return in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
