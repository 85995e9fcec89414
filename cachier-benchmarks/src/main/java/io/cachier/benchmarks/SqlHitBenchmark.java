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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
 * A hit on PostgreSQL and on H2 beside the bare prepared select of a row of the same table, by its
 * key, on a connection that is kept, decoded the same way: P8 and P11. The bare one reads what is
 * stored of an entry, and no clock.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class SqlHitBenchmark {
  private static final int KEYS = 512;
  private static final byte[] BARE = "bare".getBytes(StandardCharsets.UTF_8);

  /** Each thread walks the keys from a place of its own. */
  @State(Scope.Thread)
  public static class Cursor {
    private int at = Thread.currentThread().hashCode();

    int next() {
      return at++ & (KEYS - 1);
    }
  }

  /** A database with the entries in it, ours and the bare ones. */
  @State(Scope.Benchmark)
  public abstract static class Filled {
    private SqlDatabase database;
    private Cachier cachier;
    CachedFunction<Integer, String> plain;
    CachedFunction<Integer, String> metered;

    abstract SqlDatabase open();

    /** Writes the entries. */
    @Setup
    public void fill() throws IOException, SQLException {
      database = open();
      cachier = Cachier.builder().backend("sql").setting("sql.url", database.url()).build();
      plain =
          cachier.function("plain", Integer.class, String.class, SqlHitBenchmark::compute).build();
      metered =
          cachier
              .function("metered", Integer.class, String.class, SqlHitBenchmark::compute)
              .metrics(MetricsPolicy.on())
              .build();
      for (int i = 0; i < KEYS; i++) {
        plain.apply(i);
        metered.apply(i);
      }
      try (Connection connection = database.connection();
          PreparedStatement insert =
              connection.prepareStatement(
                  """
                  insert into "cachier_entries" ("function_name", "digest", "version", "payload",
                    "payload_bytes", "written_us", "token", "lease_end_us", "awaited",
                    "keep_until_us") values (?, ?, 1, ?, ?, 1, 0, 0, 0, 9223372036854775807)
                  """)) {
        for (int i = 0; i < KEYS; i++) {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(compute(i));
          }
          insert.setBytes(1, BARE);
          insert.setBytes(2, digest(i));
          insert.setBytes(3, bytes.toByteArray());
          insert.setInt(4, bytes.size());
          insert.executeUpdate();
        }
      }
    }

    /** Closes what was opened. */
    @TearDown
    public void close() {
      cachier.close();
      database.close();
    }
  }

  /** On a server of its own. */
  public static class Postgres extends Filled {
    @Override
    SqlDatabase open() {
      return SqlDatabase.postgres();
    }
  }

  /** In this process, in memory. */
  public static class H2 extends Filled {
    @Override
    SqlDatabase open() {
      return SqlDatabase.h2();
    }
  }

  /** A connection and its statement, for one thread. */
  public abstract static class Bare {
    private static final String SELECT =
        """
        select "payload", "version", "written_us", "lease_end_us" from "cachier_entries"
        where "function_name" = ? and "digest" = ?
        """;

    private Connection connection;
    private PreparedStatement select;
    private byte[][] digests;

    void open(Filled filled) throws SQLException {
      connection = filled.database.connection();
      select = connection.prepareStatement(SELECT);
      digests = new byte[KEYS][];
      for (int i = 0; i < KEYS; i++) {
        digests[i] = digest(i);
      }
    }

    /** Closes the connection. */
    @TearDown
    public void close() throws SQLException {
      connection.close();
    }

    Object read(int key) {
      try {
        select.setBytes(1, BARE);
        select.setBytes(2, digests[key]);
        try (ResultSet found = select.executeQuery()) {
          if (!found.next()) {
            throw new IllegalStateException("no row");
          }
          byte[] payload = found.getBytes(1);
          if (found.getLong(2) == 0 || found.getLong(3) == 0 || found.getLong(4) != 0) {
            throw new IllegalStateException("not the row that was written");
          }
          return decode(payload);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** On PostgreSQL. */
  @State(Scope.Thread)
  public static class BarePostgres extends Bare {
    /** Connects. */
    @Setup
    public void connect(Postgres filled) throws SQLException {
      open(filled);
    }
  }

  /** On H2. */
  @State(Scope.Thread)
  public static class BareH2 extends Bare {
    /** Connects. */
    @Setup
    public void connect(H2 filled) throws SQLException {
      open(filled);
    }
  }

  private static byte[] digest(int key) {
    // As far apart as digests are.
    return ByteBuffer.allocate(32).putLong(key * 0x9e3779b97f4a7c15L).array();
  }

  private static String compute(Integer key) {
    return ("value " + key + " ").repeat(80);
  }

  private static Object decode(byte[] bytes) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ours, metrics off. */
  @Benchmark
  public String cachierPostgres(Postgres database, Cursor cursor) {
    return database.plain.apply(cursor.next());
  }

  /** Ours, all metrics. */
  @Benchmark
  public String cachierPostgresMetrics(Postgres database, Cursor cursor) {
    return database.metered.apply(cursor.next());
  }

  /** The select of one row of the table, and the same decoding. */
  @Benchmark
  public Object barePostgres(Postgres database, BarePostgres bare, Cursor cursor) {
    return bare.read(cursor.next());
  }

  /** Ours, metrics off. */
  @Benchmark
  public String cachierH2(H2 database, Cursor cursor) {
    return database.plain.apply(cursor.next());
  }

  /** Ours, all metrics. */
  @Benchmark
  public String cachierH2Metrics(H2 database, Cursor cursor) {
    return database.metered.apply(cursor.next());
  }

  /** The select of one row of the table, and the same decoding. */
  @Benchmark
  public Object bareH2(H2 database, BareH2 bare, Cursor cursor) {
    return bare.read(cursor.next());
  }
}
