package io.cachier.backend.sql;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Our own threads: daemons, started when first needed, ended when idle. */
final class Threads {
  private static final long IDLE_SECONDS = 10;

  private Threads() {}

  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private static ThreadFactory daemons(String name) {
    return work -> daemon(name, work);
  }

  /** So many threads at most, and so much in line at most; more is refused. */
  static ThreadPoolExecutor bounded(String name, int threads, int inLine) {
    return pool(name, threads, new ArrayBlockingQueue<>(inLine));
  }

  /** One thread, for what is rare. */
  static ThreadPoolExecutor single(String name) {
    return pool(name, 1, new LinkedBlockingQueue<>());
  }

  private static ThreadPoolExecutor pool(String name, int threads, BlockingQueue<Runnable> queue) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, queue, daemons(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** For waits and the cleanup; its work never blocks. */
  static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, daemons("cachier-sql-timer"));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
