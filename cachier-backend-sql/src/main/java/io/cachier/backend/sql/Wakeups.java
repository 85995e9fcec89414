package io.cachier.backend.sql;

import io.cachier.spi.EntryKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Tells who waits that a claim has ended: here at once, elsewhere by a message where there is one.
 */
final class Wakeups {
  private static final String DRIVER = "org.postgresql.PGConnection";

  private final ConnectionSource source;
  private final Gateway gateway;
  private final Waiters waiters;
  private final String channel;
  private @Nullable Ear ear;
  private volatile boolean heard;
  private volatile boolean closed;

  Wakeups(ConnectionSource source, Gateway gateway, ScheduledExecutorService timer, String table) {
    this.source = source;
    this.gateway = gateway;
    channel = Signal.channel(table);
    waiters = new Waiters(this::rest, timer, () -> heard);
  }

  Waiters waiters() {
    return waiters;
  }

  private CompletableFuture<Statements.Rest> rest(EntryKey key) {
    return gateway.submit(
        session -> {
          listen(session);
          return session.statements().rest(session.dsl(), key, heard);
        });
  }

  private void listen(Session session) {
    if (!session.database().notifies() || closed) {
      return;
    }
    synchronized (this) {
      if (ear == null && isDriverThere()) {
        ear = new Ear(source, channel, waiters, now -> heard = now);
      }
      if (ear != null) {
        ear.listen();
      }
    }
  }

  static boolean isDriverThere() {
    try {
      return Class.forName(DRIVER, false, Wakeups.class.getClassLoader()) != null;
    } catch (ClassNotFoundException otherDriver) {
      return false;
    }
  }

  /** The claim on a key has ended. */
  void ended(Session session, EntryKey key, boolean awaited) {
    waiters.wake(key);
    if (awaited) {
      tell(session, Signal.of(key));
    }
  }

  /** Claims on keys of a function have ended. */
  void ended(Session session, String function) {
    waiters.wakeAll(function);
    tell(session, Signal.of(function));
  }

  private void tell(Session session, Signal signal) {
    if (!session.database().notifies()) {
      return;
    }
    try {
      var unused =
          session
              .dsl()
              .select(
                  DSL.function(
                      "pg_notify", SQLDataType.OTHER, DSL.val(channel), DSL.val(signal.text())))
              .fetch();
    } catch (DataAccessException failure) {
      // What was to be told is done. Who waits asks by himself, only later.
    }
  }

  /** Whether messages of other processes arrive. */
  boolean areHeard() {
    return heard;
  }

  void close() {
    closed = true;
    waiters.close();
    synchronized (this) {
      if (ear != null) {
        ear.close();
      }
    }
  }
}
