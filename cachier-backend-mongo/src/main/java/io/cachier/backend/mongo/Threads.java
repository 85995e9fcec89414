package io.cachier.backend.mongo;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Our own threads beside the driver's: daemons, started when first needed. */
final class Threads {
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor listing;

  Threads() {
    listing =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            daemons("cachier-mongo-listing"));
    listing.allowCoreThreadTimeOut(true);
  }

  /** For waits and for watching the connection; its work never blocks. */
  static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, daemons("cachier-mongo-timer"));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** For listings, whose subscribers may block. */
  Executor executor() {
    return listing;
  }

  void close() {
    listing.shutdown();
  }

  private static ThreadFactory daemons(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
