package io.cachier.tck;

/** Whether a canary has sung, under whatever loader. */
final class CodecCanaryLog {
  private static volatile boolean sang;

  private CodecCanaryLog() {}

  static void sing() {
    sang = true;
  }

  static boolean sang() {
    return sang;
  }

  static void forget() {
    sang = false;
  }
}
