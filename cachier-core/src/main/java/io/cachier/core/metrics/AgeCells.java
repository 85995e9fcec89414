package io.cachier.core.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The cumulative counts of ages, or of one stripe of them. They only grow. Counts alone: a sum of
 * ages would soon pass what a long holds, and would be one more word to write on the way of a hit.
 *
 * <p>Ages spread over more octaves than durations, so a chunk, made when first hit, has two. It is
 * not padded: the chunks of one stripe mostly lie side by side.
 */
final class AgeCells {
  private static final int CHUNK_SHIFT = 4;
  private static final int CHUNK_LENGTH = 1 << CHUNK_SHIFT;
  private static final int CHUNKS = (Buckets.COUNT + CHUNK_LENGTH - 1) >> CHUNK_SHIFT;
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle CHUNK = MethodHandles.arrayElementVarHandle(long[][].class);

  private final long[][] chunks = new long[CHUNKS][];

  /** Counts an age, from any thread. */
  void add(long nanos) {
    int position = Buckets.positionOf(nanos);
    WORD.getAndAdd(chunk(position >> CHUNK_SHIFT), position & (CHUNK_LENGTH - 1), 1L);
  }

  /** Counts an age from the one thread that ever writes these cells. */
  void addOwned(long nanos) {
    int position = Buckets.positionOf(nanos);
    long[] chunk = chunk(position >> CHUNK_SHIFT);
    int word = position & (CHUNK_LENGTH - 1);
    WORD.setOpaque(chunk, word, chunk[word] + 1);
  }

  /** Adds everything up to now into an array of {@link Cells#WIDTH}. */
  void addTo(long[] totals) {
    for (int i = 0; i < CHUNKS; i++) {
      long[] chunk = (long[]) CHUNK.getAcquire(chunks, i);
      if (chunk != null) {
        int length = Math.min(CHUNK_LENGTH, Buckets.COUNT - (i << CHUNK_SHIFT));
        for (int word = 0; word < length; word++) {
          totals[(i << CHUNK_SHIFT) + word] += (long) WORD.getOpaque(chunk, word);
        }
      }
    }
  }

  private long[] chunk(int index) {
    long[] chunk = (long[]) CHUNK.getAcquire(chunks, index);
    return chunk != null ? chunk : makeChunk(index);
  }

  private long[] makeChunk(int index) {
    long[] made = new long[CHUNK_LENGTH];
    long[] present = (long[]) CHUNK.compareAndExchange(chunks, index, (long[]) null, made);
    return present != null ? present : made;
  }
}
