package io.cachier.core.codec;

/**
 * Counts what a thread allocates. By reflection: the core's module doesn't read java.management,
 * and shall not for a test.
 */
final class Allocation {
  private Allocation() {}

  static long ofThisThread() {
    try {
      Object bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      return (long)
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getCurrentThreadAllocatedBytes")
              .invoke(bean);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
