package io.cachier.core.size;

import org.openjdk.jol.info.GraphLayout;

/** Sizes as JOL sees them. Every test asks JOL through here: it must be told first. */
public final class ObjectGraph {
  static {
    // Else it refuses records. It reads this once, when it is first used.
    System.setProperty("jol.magicFieldOffset", "true");
  }

  private ObjectGraph() {}

  /** All that is reachable from the roots, each object once. */
  public static long totalSize(Object... roots) {
    return GraphLayout.parseInstance(roots).totalSize();
  }
}
