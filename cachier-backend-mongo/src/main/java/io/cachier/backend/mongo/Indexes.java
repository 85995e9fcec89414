package io.cachier.backend.mongo;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one index besides that of {@code _id}, by which the server removes what has expired. Made
 * with the first write, and not waited for: without it everything works, but nothing goes away by
 * itself. Many processes may make it at once, which is no error to the server.
 */
final class Indexes {
  static final String EXPIRY_INDEX = "cachier_expiry";

  private static final System.Logger LOGGER = System.getLogger(Indexes.class.getName());
  private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int OPTIONS_CONFLICT = 85;
  private static final int KEY_SPECS_CONFLICT = 86;

  private final String where;

  /** When it may be tried again; never, once it is there. */
  private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

  private volatile boolean there;
  private volatile boolean told;

  Indexes(String where) {
    this.where = where;
  }

  /** Makes the index if this process has not done so yet. */
  void ensure(Documents documents) {
    if (there) {
      return;
    }
    long now = System.nanoTime();
    long next = nextNanos.get();
    if (now - next >= 0 && nextNanos.compareAndSet(next, now + RETRY_NANOS)) {
      Afterwards.run(
          documents.index(Fields.EXPIRY, EXPIRY_INDEX),
          (name, failure) -> {
            there = failure == null;
            if (failure != null && !told) {
              told = true;
              LOGGER.log(System.Logger.Level.WARNING, () -> text(failure));
            }
          });
    }
  }

  private String text(Throwable failure) {
    int code =
        MongoFailure.unwrapped(failure) instanceof com.mongodb.MongoException answer
            ? answer.getCode()
            : 0;
    String remedy =
        code == OPTIONS_CONFLICT || code == KEY_SPECS_CONFLICT
            ? "; an index on { x: 1 } with other options is there: drop it"
            : "";
    return "Backend 'mongo': the index "
        + EXPIRY_INDEX
        + " can't be made, so expired entries stay until they are cleared: "
        + MongoFailure.of(failure, where).getMessage()
        + remedy
        + "; it is { x: 1 } with expireAfterSeconds: 0";
  }
}
