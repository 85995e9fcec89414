package io.cachier.backend.sql;

import io.cachier.spi.ChangeListener;
import io.cachier.spi.ChangeWatch;
import io.cachier.spi.EntryKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Tells of changes, by a connection of its own that listens on PostgreSQL, and a thread that reads
 * it; begun when somebody first watches. Nothing is said to be heard before a message of our own
 * came back: behind a pooler of transactions none would. Only loaded where PostgreSQL's own driver
 * is.
 */
final class ChangeFeed {
  private static final long RESPITE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** So long a silent connection is left alone before it is asked whether it is still one. */
  private static final int SILENCE_MILLIS = 1_000;

  private static final int ALIVE_SECONDS = 2;
  private static final long ECHO_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** So often, at the first connection, before it is given up. */
  private static final int ECHOES = 3;

  private static final long KEEP_NANOS = Changes.MARKED.toNanos() / 5;
  private static final long TRUSTED_NANOS = Changes.MARKED.toNanos() / 5 * 4;

  private final ConnectionSource source;
  private final Gateway gateway;
  private final String table;
  private final Map<String, Watched> watched = new ConcurrentHashMap<>();
  private volatile @Nullable Connection open;
  private volatile boolean closed;
  private @Nullable Thread thread;
  private boolean everHeard;
  private int unheardEchoes;

  /** One function, and who is told of it. Guarded by the feed, but for the listeners. */
  private static final class Watched {
    private final String function;
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();

    /** When the mark was last set or kept; null: it was not, or too long ago. */
    private @Nullable Long markedNanos;

    private boolean connected;

    Watched(String function) {
      this.function = function;
    }
  }

  ChangeFeed(ConnectionSource source, Gateway gateway, String table) {
    this.source = source;
    this.gateway = gateway;
    this.table = table;
  }

  ChangeWatch watch(String function, ChangeListener listener) {
    String hash = Signal.of(function).text();
    synchronized (this) {
      Watched its = watched.computeIfAbsent(hash, h -> new Watched(function));
      its.listeners.add(listener);
      if (its.connected) {
        listener.connected();
      }
      if (thread == null && !closed) {
        thread = Threads.daemon("cachier-sql-changes", this::run);
        thread.start();
      }
    }
    return () -> end(hash, listener);
  }

  private synchronized void end(String hash, ChangeListener listener) {
    Watched its = watched.get(hash);
    if (its != null && its.listeners.remove(listener) && its.listeners.isEmpty()) {
      // Its mark ends by itself.
      watched.remove(hash);
    }
  }

  private void run() {
    while (isWanted()) {
      try {
        if (!gateway.now(PATIENCE, session -> session.database().notifies())) {
          unsupported("only PostgreSQL tells them");
          return;
        }
        try (Connection connection = source.listener()) {
          hear(connection);
        }
      } catch (SQLException | RuntimeException lost) {
        // Until there is another connection nothing is kept near; every operation tells why.
      }
      open = null;
      lost();
      if (!everHeard && unheardEchoes >= ECHOES) {
        unsupported(
            "messages don't come back to who listens; connect past the pooler of transactions");
        return;
      }
      if (!closed) {
        LockSupport.parkNanos(this, RESPITE_NANOS);
      }
    }
  }

  /** Whether to go on; if not, whoever watches next begins anew. */
  private synchronized boolean isWanted() {
    if (closed || watched.isEmpty()) {
      thread = null;
      return false;
    }
    return true;
  }

  private void hear(Connection connection) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    open = connection;
    if (!connection.getAutoCommit()) {
      connection.setAutoCommit(true);
    }
    DSLContext dsl = Jooq.on(connection, Database.POSTGRES);
    String channel = Changes.channel(table);
    // jOOQ has no word for it. The channel's name is a hash.
    dsl.execute("listen {0}", DSL.name(channel));
    try {
      String echo = "echo " + UUID.randomUUID();
      gateway.now(
          PATIENCE,
          session -> {
            new Changes(session.table()).echo(session.dsl(), echo);
            return true;
          });
      long echoedNanos = System.nanoTime();
      boolean heard = false;
      while (!closed && !watched.isEmpty()) {
        PGNotification[] messages = postgres.getNotifications(SILENCE_MILLIS);
        if (messages != null && messages.length > 0) {
          for (PGNotification message : messages) {
            heard |= message.getParameter().equals(echo);
            tell(message.getParameter());
          }
        } else if (!connection.isValid(ALIVE_SECONDS)) {
          return;
        }
        if (heard) {
          everHeard = true;
          markAll();
        } else if (System.nanoTime() - echoedNanos > ECHO_NANOS) {
          unheardEchoes++;
          return;
        }
      }
    } finally {
      lost();
      // It may go back to a pool.
      if (!connection.isClosed()) {
        dsl.execute("unlisten {0}", DSL.name(channel));
      }
    }
  }

  private void tell(String text) {
    int hashDigits = Signal.HASH_DIGITS;
    Watched its = text.length() < hashDigits ? null : watched.get(text.substring(0, hashDigits));
    if (its == null) {
      return;
    }
    String hex = text.substring(hashDigits);
    if (hex.isEmpty()) {
      its.listeners.forEach(ChangeListener::cleared);
    } else if (hex.length() == 2 * EntryKey.DIGEST_BYTES) {
      EntryKey key = new EntryKey(its.function, HexFormat.of().parseHex(hex));
      its.listeners.forEach(listener -> listener.changed(key));
    }
  }

  /** Marks what is watched and not yet marked, keeps the other marks, and says what is heard. */
  private void markAll() {
    for (Watched its : watched.values()) {
      Long marked = its.markedNanos;
      long nowNanos = System.nanoTime();
      if (marked == null || nowNanos - marked > KEEP_NANOS) {
        boolean stands = marked != null && nowNanos - marked < TRUSTED_NANOS;
        try {
          gateway.now(PATIENCE, session -> mark(session, its, stands));
          its.markedNanos = nowNanos;
        } catch (RuntimeException failed) {
          // Tried again at the next turn; a lock may only have been busy.
          if (!stands) {
            its.markedNanos = null;
            lost(its);
            continue;
          }
        }
      }
      synchronized (this) {
        if (!its.connected) {
          its.connected = true;
          its.listeners.forEach(ChangeListener::connected);
        }
      }
    }
  }

  private static boolean mark(Session session, Watched its, boolean stands) {
    Changes changes = new Changes(session.table());
    if (stands) {
      changes.keep(session.dsl(), its.function);
    } else {
      changes.set(session.dsl(), its.function);
    }
    return true;
  }

  private void lost() {
    watched.values().forEach(this::lost);
  }

  private synchronized void lost(Watched its) {
    if (its.connected) {
      its.connected = false;
      its.listeners.forEach(ChangeListener::lost);
    }
  }

  /** What is watched later is answered likewise. */
  private void unsupported(String reason) {
    List<Watched> all;
    synchronized (this) {
      thread = null;
      all = List.copyOf(watched.values());
      watched.clear();
    }
    all.forEach(its -> its.listeners.forEach(listener -> listener.unsupported(reason)));
  }

  void close() {
    closed = true;
    Thread listening;
    synchronized (this) {
      listening = thread;
    }
    LockSupport.unpark(listening);
    Connection connection = open;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException | RuntimeException e) {
        // It ends when it next looks whether it is wanted.
      }
    }
  }
}
