package io.cachier.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Durations, counted in buckets. Immutable.
 *
 * <p>The buckets are those of a Prometheus native histogram of schema 3 (an OpenTelemetry
 * exponential histogram of scale 3) over seconds: bucket {@code i} holds durations above {@code
 * 2^((i-1)/8)} and up to {@code 2^(i/8)} seconds, upper bound included. Eight buckets to the octave
 * put every quantile within 4.4 % of the true value.
 */
public final class HistogramSnapshot {
  private static final double BUCKETS_PER_OCTAVE = 8;

  /** Stands for a sum that nobody kept. */
  private static final long NO_SUM = -1;

  private static final HistogramSnapshot EMPTY =
      new HistogramSnapshot(new int[0], new long[0], 0, 1.0);

  private final int[] indexes;
  private final long[] counts;
  private final long sumNanos;
  private final double scale;
  private final long rawCount;

  /** Takes over the arrays: used buckets in ascending order. */
  private HistogramSnapshot(int[] indexes, long[] counts, long sumNanos, double scale) {
    this.indexes = indexes;
    this.counts = counts;
    this.sumNanos = sumNanos;
    this.scale = scale;
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    this.rawCount = sum;
  }

  /**
   * One bucket that is not empty.
   *
   * @param index the schema 3 index
   * @param count how many durations were recorded in it, not scaled
   */
  public record Bucket(int index, long count) {
    /**
     * The largest duration that the bucket holds.
     *
     * @return seconds
     */
    public double upperBoundSeconds() {
      return upperBound(index);
    }
  }

  /**
   * The empty histogram.
   *
   * @return a histogram without durations
   */
  public static HistogramSnapshot empty() {
    return EMPTY;
  }

  /**
   * Makes a histogram from its buckets.
   *
   * @param buckets recorded counts by schema 3 index; zeros are left out
   * @param sumNanos the sum of the recorded durations in nanoseconds, zero or more
   * @param scale what a recorded duration stands for, at least 1: the inverse of the sampling rate
   * @return the histogram
   * @throws IllegalArgumentException if a count or the sum is negative, or the scale below 1
   */
  public static HistogramSnapshot of(Map<Integer, Long> buckets, long sumNanos, double scale) {
    if (sumNanos < 0 || !(scale >= 1.0)) {
      throw new IllegalArgumentException("sumNanos " + sumNanos + ", scale " + scale);
    }
    NavigableMap<Integer, Long> sorted = new TreeMap<>(buckets);
    sorted.values().removeIf(count -> count == 0);
    int[] indexes = new int[sorted.size()];
    long[] counts = new long[sorted.size()];
    int at = 0;
    for (Map.Entry<Integer, Long> bucket : sorted.entrySet()) {
      indexes[at] = bucket.getKey();
      counts[at++] = bucket.getValue();
    }
    return checked(indexes, counts, sumNanos, scale);
  }

  /**
   * Makes a histogram from its buckets, as {@link #of(Map, long, double)}, for much less.
   *
   * @param indexes the schema 3 indexes of the buckets in use, ascending
   * @param counts how many durations were recorded in each, above zero
   * @param sumNanos the sum of the recorded durations in nanoseconds, zero or more
   * @param scale what a recorded duration stands for, at least 1: the inverse of the sampling rate
   * @return the histogram
   * @throws IllegalArgumentException if an index is not above the one before, a count is not above
   *     zero, the sum is negative, or the scale below 1
   */
  public static HistogramSnapshot of(int[] indexes, long[] counts, long sumNanos, double scale) {
    if (sumNanos < 0 || !(scale >= 1.0)) {
      throw new IllegalArgumentException("sumNanos " + sumNanos + ", scale " + scale);
    }
    return checked(indexes.clone(), counts.clone(), sumNanos, scale);
  }

  /**
   * Makes a histogram of durations whose sum nobody kept, for it would pass what a number of
   * nanoseconds can hold: ages of values that are served all the time. Its sum and its mean are
   * estimated from the buckets, within 4.4 %.
   *
   * @param indexes the schema 3 indexes of the buckets in use, ascending
   * @param counts how many durations were recorded in each, above zero
   * @param scale what a recorded duration stands for, at least 1: the inverse of the sampling rate
   * @return the histogram
   * @throws IllegalArgumentException if an index is not above the one before, a count is not above
   *     zero, or the scale below 1
   */
  public static HistogramSnapshot withoutSum(int[] indexes, long[] counts, double scale) {
    if (!(scale >= 1.0)) {
      throw new IllegalArgumentException("scale " + scale);
    }
    return checked(indexes.clone(), counts.clone(), NO_SUM, scale);
  }

  private static HistogramSnapshot checked(
      int[] indexes, long[] counts, long sumNanos, double scale) {
    if (indexes.length != counts.length) {
      throw new IllegalArgumentException(
          indexes.length + " indexes, but " + counts.length + " counts");
    }
    for (int at = 0; at < indexes.length; at++) {
      if (counts[at] <= 0) {
        throw new IllegalArgumentException("bucket " + indexes[at] + " has count " + counts[at]);
      }
      if (at > 0 && indexes[at] <= indexes[at - 1]) {
        throw new IllegalArgumentException(
            "bucket " + indexes[at] + " comes after " + indexes[at - 1]);
      }
    }
    return new HistogramSnapshot(indexes, counts, sumNanos, scale);
  }

  /**
   * The buckets that are not empty.
   *
   * @return in ascending order
   */
  public List<Bucket> buckets() {
    List<Bucket> buckets = new ArrayList<>(indexes.length);
    for (int i = 0; i < indexes.length; i++) {
      buckets.add(new Bucket(indexes[i], counts[i]));
    }
    return List.copyOf(buckets);
  }

  /**
   * How many durations were recorded, before scaling.
   *
   * @return zero or more
   */
  public long rawCount() {
    return rawCount;
  }

  /**
   * How many durations there were, estimated from the sample.
   *
   * @return zero or more; exact at sampling rate 1
   */
  public long count() {
    return scaled(rawCount);
  }

  /**
   * What one recorded duration stands for.
   *
   * @return the inverse of the sampling rate, at least 1
   */
  public double scale() {
    return scale;
  }

  /**
   * The sum of the recorded durations, before scaling.
   *
   * @return nanoseconds; where the sum was not kept an estimate, and never more than {@link
   *     Long#MAX_VALUE}, so that {@link #sumSeconds()} is the better one to ask
   */
  public long rawSumNanos() {
    // The cast stops at the largest number.
    return sumNanos == NO_SUM ? (long) (rawSumSeconds() * 1e9) : sumNanos;
  }

  /**
   * The sum of all durations, estimated from the sample.
   *
   * @return zero or more; exact at sampling rate 1, if the sum was kept
   */
  public Duration sum() {
    if (sumNanos == NO_SUM) {
      double seconds = sumSeconds();
      return Duration.ofSeconds((long) seconds, (long) (seconds % 1 * 1e9));
    }
    return Duration.ofNanos(scaled(sumNanos));
  }

  /**
   * The sum of all durations, estimated from the sample. Passes no limit, however large it is.
   *
   * @return seconds, zero or more
   */
  public double sumSeconds() {
    return rawSumSeconds() * scale;
  }

  private double rawSumSeconds() {
    if (sumNanos != NO_SUM) {
      return sumNanos / 1e9;
    }
    double seconds = 0;
    for (int at = 0; at < indexes.length; at++) {
      seconds += counts[at] * estimateSeconds(indexes[at]);
    }
    return seconds;
  }

  private long scaled(long raw) {
    // A double has 53 bits: three months of nanoseconds. Unscaled figures have to be exact.
    return scale == 1.0 ? raw : Math.round(raw * scale);
  }

  /**
   * The mean duration.
   *
   * @return seconds; NaN if nothing was recorded
   */
  public double meanSeconds() {
    return rawCount == 0 ? Double.NaN : rawSumSeconds() / rawCount;
  }

  /**
   * An upper bound of the longest duration.
   *
   * @return seconds, the bound of the highest bucket in use; NaN if nothing was recorded
   */
  public double maxSeconds() {
    return indexes.length == 0 ? Double.NaN : upperBound(indexes[indexes.length - 1]);
  }

  /**
   * The duration that this share of all durations does not exceed, within 4.4 %. Inside a bucket
   * {@code (l, u]} the estimate is the harmonic mean {@code 2lu/(l+u)}, whose greatest relative
   * error over the bucket, {@code (u-l)/(u+l)}, is the least possible.
   *
   * @param q from 0 to 1
   * @return seconds; NaN if nothing was recorded
   * @throws IllegalArgumentException if q is outside 0..1
   */
  public double quantileSeconds(double q) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("quantile was '" + q + "' but it must be within 0..1");
    }
    if (rawCount == 0) {
      return Double.NaN;
    }
    long rank = Math.max(1, (long) Math.ceil(rank(q, (double) rawCount)));
    long seen = 0;
    int at = -1;
    while (seen < rank) {
      seen += counts[++at];
    }
    return estimateSeconds(indexes[at]);
  }

  /** The rank of a quantile, before it is rounded up. */
  static double rank(double q, double count) {
    // 0.07 * 100 is 7.000000000000001: without the allowance it would name the eighth.
    return q * count * (1 - 4e-16);
  }

  static double estimateSeconds(int index) {
    double upper = upperBound(index);
    double lower = upperBound(index - 1);
    return 2 * lower * upper / (lower + upper);
  }

  /**
   * Both histograms together. Their scales must agree, unless one is empty.
   *
   * @param other another histogram
   * @return the sum, bucket by bucket
   * @throws IllegalArgumentException if both hold durations and the scales differ
   */
  public HistogramSnapshot plus(HistogramSnapshot other) {
    return combine(other, 1);
  }

  /**
   * What was recorded since an earlier snapshot of the same histogram.
   *
   * @param earlier an earlier snapshot
   * @return the difference, bucket by bucket, never below zero
   * @throws IllegalArgumentException if both hold durations and the scales differ
   */
  public HistogramSnapshot minus(HistogramSnapshot earlier) {
    return combine(earlier, -1);
  }

  private HistogramSnapshot combine(HistogramSnapshot other, int sign) {
    if (other.rawCount == 0) {
      return this;
    }
    if (rawCount > 0 && Double.compare(scale, other.scale) != 0) {
      throw new IllegalArgumentException("scales differ: " + scale + " and " + other.scale);
    }
    int[] mergedIndexes = new int[indexes.length + other.indexes.length];
    long[] mergedCounts = new long[mergedIndexes.length];
    int length = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < indexes.length || theirs < other.indexes.length) {
      int index = Math.min(indexAt(mine), other.indexAt(theirs));
      long count = 0;
      if (indexAt(mine) == index) {
        count += counts[mine++];
      }
      if (other.indexAt(theirs) == index) {
        count += sign * other.counts[theirs++];
      }
      if (count > 0) {
        mergedIndexes[length] = index;
        mergedCounts[length++] = count;
      }
    }
    return new HistogramSnapshot(
        Arrays.copyOf(mergedIndexes, length),
        Arrays.copyOf(mergedCounts, length),
        combinedSum(other, sign),
        other.scale);
  }

  /** The index of a bucket; past the last one, an index that no bucket has. */
  private int indexAt(int at) {
    return at < indexes.length ? indexes[at] : Integer.MAX_VALUE;
  }

  private long combinedSum(HistogramSnapshot other, int sign) {
    boolean kept = other.sumNanos != NO_SUM && (rawCount == 0 || sumNanos != NO_SUM);
    return kept ? Math.max(0, Math.max(0, sumNanos) + sign * other.sumNanos) : NO_SUM;
  }

  static double upperBound(int index) {
    return Math.pow(2, index / BUCKETS_PER_OCTAVE);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HistogramSnapshot that
        && sumNanos == that.sumNanos
        && Double.compare(scale, that.scale) == 0
        && Arrays.equals(indexes, that.indexes)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(indexes) * 31 + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "HistogramSnapshot[count=" + count() + ", sum=" + sum() + "]";
  }
}
