package io.cachier.core.metrics;

import io.cachier.MetricsPolicy;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.MetricsContext;
import io.cachier.metrics.Outcome;
import io.cachier.spi.Ticker;
import io.cachier.spi.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * Records into cumulative cells that no one ever rotates or clears; a window is the difference of
 * the cells now and of a mark taken when the window began.
 *
 * <p><b>Turning.</b> Whoever comes by with a time past the next boundary, recording or reading,
 * takes a tally and puts a timeline with the new mark in the place of the one it saw. It does so
 * before it records, so that the mark holds nothing of after the boundary. If another was faster,
 * its own is discarded: marks are therefore in order, each at least as large as the one before, and
 * a thread that stalls on the way holds up nobody. There is no lock and no thread of its own.
 *
 * <p><b>What a reader sees.</b> Nothing is ever lost or counted twice, and no figure ever
 * decreases. What happened before the snapshot was asked for, by the Java memory model, is in it.
 * The figures of one snapshot are read one after the other while calls go on: they agree exactly
 * only when no one is recording (quiescent consistency). A hit by another thread that just ended
 * may be missing for the nanoseconds its store takes to arrive.
 *
 * <p><b>Sampling.</b> The calls of an outcome stand for {@code 1 / rate} calls each when read, but
 * errors, which are never sampled. What is recorded by hand is never sampled either, and one
 * histogram cannot hold both. So below rate 1, {@code record(outcome, duration)} counts an error as
 * such, anything else by {@link CacheCounter#RECORDED_HITS}, {@link CacheCounter#RECORDED_MISSES}
 * or {@link CacheCounter#RECORDED_BYPASSES}, and files the duration, if the call consulted the
 * cache, under the latencies of no outcome. Hits, misses, bypasses, the average and the quantiles
 * are exact thereby; that such a miss was stale or coalesced is forgotten, as is how long a bypass
 * took.
 */
final class LiveRecorder extends MetricsRecorder {
  private static final AtomicReferenceFieldUpdater<LiveRecorder, Timeline> TIMELINE =
      AtomicReferenceFieldUpdater.newUpdater(LiveRecorder.class, Timeline.class, "timeline");

  /** Keeps sums far from overflow, whatever is recorded by hand. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private final LiveCells cells = new LiveCells();

  /** How many computations are under way, and how many callers wait for one: now, not in all. */
  private final AtomicLong running = new AtomicLong();

  private final AtomicLong waiting = new AtomicLong();
  private final Sampling sampling;
  private final List<Duration> windows;
  private final Ticker ticker;
  private final UsageSource usage;
  private final long builtNanos;
  private volatile Timeline timeline;

  LiveRecorder(MetricsPolicy policy, Ticker ticker, UsageSource usage) {
    this.sampling = new Sampling(policy.samplingRate());
    this.windows = policy.windows();
    this.ticker = ticker;
    this.usage = usage;
    this.builtNanos = ticker.nanos();
    this.timeline = Timeline.startingAt(builtNanos, new Tally(), windows);
  }

  @Override
  public boolean isEnabled() {
    return true;
  }

  @Override
  public boolean sample() {
    return sampling.draw();
  }

  @Override
  public void hit(long startNanos, long endNanos, long savedNanos, long writtenNanos) {
    turnIfDue(endNanos);
    cells.hit(elapsed(startNanos, endNanos), savedNanos, elapsed(writtenNanos, endNanos));
  }

  @Override
  public void served(
      Outcome outcome, long startNanos, long endNanos, long savedNanos, long writtenNanos) {
    turnIfDue(endNanos);
    cells.served(
        outcome, elapsed(startNanos, endNanos), savedNanos, elapsed(writtenNanos, endNanos));
  }

  @Override
  public void call(Outcome outcome, long startNanos, long endNanos) {
    turnIfDue(endNanos);
    cells.call(outcome, elapsed(startNanos, endNanos));
  }

  @Override
  void time(int number, long startNanos, long endNanos) {
    turnIfDue(endNanos);
    cells.time(number, elapsed(startNanos, endNanos));
  }

  @Override
  public long clock() {
    return ticker.nanos();
  }

  @Override
  public void runBegan() {
    running.incrementAndGet();
  }

  @Override
  public void runEnded() {
    running.decrementAndGet();
  }

  @Override
  public void waitBegan() {
    waiting.incrementAndGet();
  }

  @Override
  public void waitEnded() {
    waiting.decrementAndGet();
  }

  @Override
  public void count(CacheCounter counter, long amount) {
    turnIfDue(ticker.nanos());
    cells.count(counter, amount);
  }

  @Override
  public void countAlso(CacheCounter counter, long amount) {
    cells.count(counter, amount);
  }

  @Override
  public MetricSnapshot snapshot() {
    long now = ticker.nanos();
    turnIfDue(now);
    Timeline since = timeline;
    Tally tally = cells.tally();
    since.begin().subtractFrom(tally);
    return snapshotOf(tally, now - since.beginNanos());
  }

  @Override
  public MetricSnapshot snapshot(Duration window) {
    long windowNanos = checkedNanos(window);
    long now = ticker.nanos();
    turnIfDue(now);
    Ring ring = timeline.spanning(windowNanos);
    Tally tally = cells.windowTally();
    long sinceNanos = ring.retainSince(now - windowNanos, tally);
    return snapshotOf(tally, now - sinceNanos);
  }

  @Override
  public double hitRatio(Duration window) {
    long windowNanos = checkedNanos(window);
    long now = ticker.nanos();
    turnIfDue(now);
    Ring ring = timeline.spanning(windowNanos);
    HitCounts counts = cells.hitCounts();
    ring.retainSince(now - windowNanos, counts);
    return counts.ratio(sampling.scale());
  }

  private long checkedNanos(Duration window) {
    Duration longest = windows.get(windows.size() - 1);
    if (window.isNegative() || window.isZero() || window.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "window was '"
              + window
              + "' but it must be positive and at most "
              + longest
              + "; MetricsPolicy.withWindows(...) sets longer ones");
    }
    return window.toNanos();
  }

  @Override
  public MetricSnapshot cumulative() {
    long coveredNanos = ticker.nanos() - builtNanos;
    Figures figures = cells.figures(sampling.scale());
    return snapshotOf(figures, cells.counters(), coveredNanos, usage.lastKnown());
  }

  @Override
  public void reset() {
    boolean replaced;
    do {
      Timeline seen = timeline;
      Tally recorded = cells.tally();
      Timeline fresh = Timeline.startingAt(ticker.nanos(), recorded, windows);
      replaced = TIMELINE.compareAndSet(this, seen, fresh);
    } while (!replaced);
  }

  @Override
  public void record(Outcome outcome, Duration duration) {
    turnIfDue(ticker.nanos());
    long nanos = nanos(duration);
    if (sampling.isEverything() || outcome == Outcome.ERROR) {
      cells.call(outcome, nanos);
    } else if (outcome == Outcome.BYPASS) {
      cells.count(CacheCounter.RECORDED_BYPASSES, 1);
    } else {
      boolean hit = outcome == Outcome.HIT;
      cells.count(hit ? CacheCounter.RECORDED_HITS : CacheCounter.RECORDED_MISSES, 1);
      cells.time(Numbering.OTHER, nanos);
    }
  }

  @Override
  public void recordHit() {
    count(CacheCounter.RECORDED_HITS);
  }

  @Override
  public void recordMiss() {
    count(CacheCounter.RECORDED_MISSES);
  }

  @Override
  public void recordStaleHit() {
    count(CacheCounter.RECORDED_STALE_HITS);
  }

  @Override
  public void recordRecalculation() {
    count(CacheCounter.RECORDED_RECALCULATIONS);
  }

  @Override
  public void recordWaitTimeout() {
    count(CacheCounter.WAIT_TIMEOUTS);
  }

  @Override
  public void recordSizeLimitRejection() {
    count(CacheCounter.REJECTED_SIZE);
  }

  @Override
  public void recordLatency(Duration duration) {
    turnIfDue(ticker.nanos());
    cells.time(Numbering.OTHER, nanos(duration));
  }

  @Override
  public MetricsContext time() {
    return new LatencyTiming(this, ticker);
  }

  private void turnIfDue(long nowNanos) {
    Timeline seen = timeline;
    if (seen.isDue(nowNanos)) {
      turn(seen, nowNanos);
    }
  }

  private void turn(Timeline first, long nowNanos) {
    Timeline seen = first;
    while (seen.isDue(nowNanos)
        && !TIMELINE.compareAndSet(this, seen, seen.turned(nowNanos, cells.windowTally()))) {
      seen = timeline;
    }
  }

  private MetricSnapshot snapshotOf(Tally tally, long coveredNanos) {
    return snapshotOf(tally.figures(sampling.scale()), tally.counters(), coveredNanos, usage.now());
  }

  private MetricSnapshot snapshotOf(
      Figures figures, long[] counters, long coveredNanos, Usage stored) {
    return new MetricSnapshot(
        Duration.ofNanos(Math.max(0, coveredNanos)),
        sampling.rate(),
        figures.timings(),
        figures.counters(counters),
        stored.entries(),
        stored.bytes(),
        running.get(),
        waiting.get());
  }

  private static long elapsed(long startNanos, long endNanos) {
    return Math.max(0, endNanos - startNanos);
  }

  private static long nanos(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return (duration.compareTo(LONGEST) > 0 ? LONGEST : duration).toNanos();
  }
}
