package io.cachier.exporter.prometheus;

import io.cachier.exporter.prometheus.Turn.Phase;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The threads that answer requests. The JDK's server reads the head of a request on the thread that
 * answers it and waits there for as long as the client likes. Its own limits are properties of the
 * whole process: they are off unless set, and to set them is the application's right, not ours. So
 * each turn is limited here: a client that doesn't move is cut off after a while, and much sooner
 * while others wait for a thread.
 */
final class Workers implements Executor, AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final Limits limits;
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor watch;
  private final Set<Turn> running = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean crowded = new AtomicBoolean();

  /**
   * What requests may use.
   *
   * @param threads how many are answered at a time
   * @param waiting how many more may wait for that
   * @param longest how long one may take in all
   * @param stalled how long its client may leave it without a move
   * @param crowdedRequest the same while others wait and the client has not asked yet; a scraper
   *     asks in one piece
   * @param crowdedAnswer the same while others wait and the client is being answered; a scraper may
   *     pause
   */
  record Limits(
      int threads,
      int waiting,
      Duration longest,
      Duration stalled,
      Duration crowdedRequest,
      Duration crowdedAnswer) {
    static final Limits DEFAULTS =
        new Limits(
            16,
            1_024,
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(1));
  }

  Workers(Limits limits) {
    this.limits = limits;
    this.threads =
        new ThreadPoolExecutor(
            limits.threads(),
            limits.threads(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(limits.waiting()),
            daemons("cachier-prometheus-"));
    threads.allowCoreThreadTimeOut(true);
    this.watch = new ScheduledThreadPoolExecutor(1, daemons("cachier-prometheus-watch-"));
    long pause = Math.min(limits.stalled().toNanos(), limits.longest().toNanos()) / 5;
    Future<?> unused =
        watch.scheduleWithFixedDelay(this::cutOff, pause, pause, TimeUnit.NANOSECONDS);
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> daemon(task, prefix + number.incrementAndGet());
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Takes a request in.
   *
   * @throws RejectedExecutionException if too many wait already, or after {@link #close()}; the
   *     server closes the connection then
   */
  @Override
  public void execute(Runnable exchange) {
    threads.execute(new Turn(exchange, running));
    if (!threads.getQueue().isEmpty()) {
      makeRoom();
    }
  }

  private void makeRoom() {
    if (crowded.compareAndSet(false, true)) {
      Future<?> unused =
          watch.schedule(
              this::cutOffInCrowd, limits.crowdedRequest().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void cutOff() {
    overdue(limits.stalled(), limits.stalled()).forEach(overdue -> overdue.turn().cutOff());
  }

  /** As many as there are who wait; those first whose clients have not moved for longest. */
  private void cutOffInCrowd() {
    crowded.set(false);
    int waiting = threads.getQueue().size();
    if (waiting > 0) {
      overdue(limits.crowdedRequest(), limits.crowdedAnswer())
          .limit(waiting)
          .forEach(overdue -> overdue.turn().cutOff());
      makeRoom();
    }
  }

  private Stream<Overdue> overdue(Duration inRequest, Duration inAnswer) {
    return running.stream()
        .map(turn -> new Overdue(turn, turn.state()))
        .filter(
            one -> {
              Duration patience = one.state().phase() == Phase.ANSWER ? inAnswer : inRequest;
              return one.state().lastedNanos() >= limits.longest().toNanos()
                  || one.state().stalledNanos() >= patience.toNanos();
            })
        .sorted(Comparator.comparingLong(one -> -one.state().stalledNanos()));
  }

  /** A turn, and how it stood when it was looked at. */
  private record Overdue(Turn turn, Turn.State state) {}

  @Override
  public void close() {
    threads.shutdownNow();
    watch.shutdownNow();
  }
}
