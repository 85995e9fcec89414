package io.cachier.core.metrics;

import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.Outcome;

/**
 * How many calls hit and how many missed, those that follow the draw apart from those counted in
 * full: all that a hit ratio needs. Mutable, and used by one thread.
 */
final class HitCounts {
  private long sampledHits;
  private long sampledMisses;
  private long exactHits;
  private long exactMisses;

  /** Of all that a tally holds. */
  static HitCounts of(Tally tally) {
    HitCounts counts = new HitCounts();
    for (Outcome outcome : Outcome.values()) {
      counts.add(outcome, tally.count(Numbering.of(outcome)));
    }
    counts.addRecorded(
        tally.counters()[Numbering.of(CacheCounter.RECORDED_HITS)],
        tally.counters()[Numbering.of(CacheCounter.RECORDED_MISSES)]);
    return counts;
  }

  /** Adds calls of one outcome. */
  void add(Outcome outcome, long calls) {
    switch (outcome) {
      case HIT -> sampledHits += calls;
      case STALE, MISS, COALESCED -> sampledMisses += calls;
      case ERROR -> exactMisses += calls;
      case BYPASS -> {
        // Says nothing about the cache.
      }
    }
  }

  /** Adds what was recorded by hand. */
  void addRecorded(long hits, long misses) {
    exactHits += hits;
    exactMisses += misses;
  }

  void writeTo(NumberWriter writer) {
    writer.write(sampledHits);
    writer.write(sampledMisses);
    writer.write(exactHits);
    writer.write(exactMisses);
  }

  void addFrom(NumberReader reader, int sign) {
    sampledHits += sign * reader.next();
    sampledMisses += sign * reader.next();
    exactHits += sign * reader.next();
    exactMisses += sign * reader.next();
  }

  /**
   * The share of hits.
   *
   * @param scale what a call that follows the draw stands for
   * @return 0 to 1; NaN if there were no calls
   */
  double ratio(double scale) {
    double hits = sampledHits * scale + exactHits;
    double calls = hits + sampledMisses * scale + exactMisses;
    return calls == 0 ? Double.NaN : hits / calls;
  }
}
