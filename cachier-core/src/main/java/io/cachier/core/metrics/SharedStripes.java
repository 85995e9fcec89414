package io.cachier.core.metrics;

/** Over how many cells the threads spread that own no slot, and which of them is whose. */
final class SharedStripes {
  /** A stripe costs some 2 KB in each function; more than four would cost more than they spare. */
  static final int COUNT =
      Math.min(ceilingPowerOfTwo(Runtime.getRuntime().availableProcessors()), 4);

  private SharedStripes() {}

  static int of(Thread thread) {
    return (int) thread.getId() & (COUNT - 1);
  }

  static int ceilingPowerOfTwo(int number) {
    return number <= 1 ? 1 : Integer.highestOneBit(number - 1) << 1;
  }
}
