package io.cachier.core.size;

import org.jspecify.annotations.Nullable;

public final class SizeEstimator {
  private SizeEstimator() {}

  public static long estimate(@Nullable Object value) {
    return 0;
  }
}
