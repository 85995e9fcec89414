package io.cachier.benchmarks;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A hit on disk beside reading the same bytes and decoding them the same way: P10 and P11. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Benchmark)
public class FileHitBenchmark {
  private static final int READ_KEYS = 512;

  /** How many entries the folder holds; 512 of them are read. */
  @Param("1000")
  public int entries;

  private Path directory;
  private Path[] bare;
  private Cachier cachier;
  private CachedFunction<Integer, String> plain;
  private CachedFunction<Integer, String> metered;

  /** Each thread walks the keys from a place of its own. */
  @State(Scope.Thread)
  public static class Cursor {
    private int at = Thread.currentThread().hashCode();

    int next() {
      return at++ & (READ_KEYS - 1);
    }
  }

  /** Writes the entries, ours and the bare files, in as many folders. */
  @Setup
  public void fill() throws IOException {
    directory = Files.createTempDirectory("cachier-benchmark");
    cachier =
        Cachier.builder()
            .backend("file")
            .setting("file.directory", directory.resolve("ours").toString())
            .build();
    plain =
        cachier.function("plain", Integer.class, String.class, FileHitBenchmark::compute).build();
    metered =
        cachier
            .function("metered", Integer.class, String.class, FileHitBenchmark::compute)
            .metrics(MetricsPolicy.on())
            .build();
    for (int i = 0; i < entries; i++) {
      plain.apply(i);
    }
    bare = new Path[READ_KEYS];
    for (int i = 0; i < READ_KEYS; i++) {
      metered.apply(i);
      Path folder = Files.createDirectories(directory.resolve("bare").resolve(i % 256 + ""));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(compute(i));
      }
      bare[i] = Files.write(folder.resolve(i + ".entry"), bytes.toByteArray());
    }
  }

  /** Removes what was written. */
  @TearDown
  public void remove() throws IOException {
    cachier.close();
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    }
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

  /** The same bytes by {@code Files.readAllBytes}, and the same decoding. */
  @Benchmark
  public Object bareReadAllBytes(Cursor cursor) {
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(Files.readAllBytes(bare[cursor.next()])))) {
      return in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
