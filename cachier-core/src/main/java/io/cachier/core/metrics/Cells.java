package io.cachier.core.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The cumulative counts of one histogram, or of one stripe of it. They only grow.
 *
 * <p>An octave's eight buckets share a chunk with the sum of the durations filed there and with the
 * computing time they spared, so that one record stays on one or two cache lines. A chunk is made
 * when its octave is first hit; where it matters it is padded, so that the used words of two chunks
 * that lie side by side are 64 bytes apart.
 */
final class Cells {
  /** The length of an array that {@link #addTo} fills: the buckets, then the two sums. */
  static final int WIDTH = Buckets.COUNT + 2;

  static final int SUM = Buckets.COUNT;
  static final int SAVED = Buckets.COUNT + 1;

  private static final int CHUNK_SUM = Buckets.PER_OCTAVE;
  private static final int CHUNK_SAVED = CHUNK_SUM + 1;
  private static final int CHUNK_USED = CHUNK_SAVED + 1;
  private static final int CHUNK_PADDED = 16;
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle CHUNK = MethodHandles.arrayElementVarHandle(long[][].class);

  private final long[][] chunks = new long[Buckets.OCTAVES][];
  private final int chunkLength;

  private Cells(int chunkLength) {
    this.chunkLength = chunkLength;
  }

  /** Cells beside which others lie that other threads write. */
  static Cells padded() {
    return new Cells(CHUNK_PADDED);
  }

  /** Cells that all threads share: they get in each other's way in any case. */
  static Cells shared() {
    return new Cells(CHUNK_USED);
  }

  /** Records from any thread. */
  void add(long nanos, long savedNanos) {
    int position = Buckets.positionOf(nanos);
    long[] chunk = chunk(position / Buckets.PER_OCTAVE);
    WORD.getAndAdd(chunk, position % Buckets.PER_OCTAVE, 1L);
    WORD.getAndAdd(chunk, CHUNK_SUM, nanos);
    if (savedNanos > 0) {
      WORD.getAndAdd(chunk, CHUNK_SAVED, savedNanos);
    }
  }

  /** Records from the one thread that ever writes these cells, without an atomic instruction. */
  void addOwned(long nanos, long savedNanos) {
    int position = Buckets.positionOf(nanos);
    long[] chunk = chunk(position / Buckets.PER_OCTAVE);
    grow(chunk, position % Buckets.PER_OCTAVE, 1);
    grow(chunk, CHUNK_SUM, nanos);
    if (savedNanos > 0) {
      grow(chunk, CHUNK_SAVED, savedNanos);
    }
  }

  /** Adds everything up to now into an array of {@link #WIDTH}. */
  void addTo(long[] totals) {
    for (int octave = 0; octave < Buckets.OCTAVES; octave++) {
      long[] chunk = (long[]) CHUNK.getAcquire(chunks, octave);
      if (chunk != null) {
        for (int i = 0; i < Buckets.PER_OCTAVE; i++) {
          totals[octave * Buckets.PER_OCTAVE + i] += (long) WORD.getOpaque(chunk, i);
        }
        totals[SUM] += (long) WORD.getOpaque(chunk, CHUNK_SUM);
        totals[SAVED] += (long) WORD.getOpaque(chunk, CHUNK_SAVED);
      }
    }
  }

  /** How many durations there are. */
  long count() {
    long count = 0;
    for (int octave = 0; octave < Buckets.OCTAVES; octave++) {
      long[] chunk = (long[]) CHUNK.getAcquire(chunks, octave);
      if (chunk != null) {
        for (int i = 0; i < Buckets.PER_OCTAVE; i++) {
          count += (long) WORD.getOpaque(chunk, i);
        }
      }
    }
    return count;
  }

  private static void grow(long[] chunk, int word, long amount) {
    WORD.setOpaque(chunk, word, chunk[word] + amount);
  }

  private long[] chunk(int octave) {
    long[] chunk = (long[]) CHUNK.getAcquire(chunks, octave);
    return chunk != null ? chunk : makeChunk(octave);
  }

  private long[] makeChunk(int octave) {
    long[] made = new long[chunkLength];
    long[] present = (long[]) CHUNK.compareAndExchange(chunks, octave, (long[]) null, made);
    return present != null ? present : made;
  }
}
