package io.cachier.metrics;

import java.time.Duration;

/** A window's length as a label: {@code 1m}, {@code 1h}, {@code 1d}, {@code 90s}. */
final class WindowText {
  private WindowText() {}

  static String of(Duration window) {
    if (window.toNanosPart() != 0) {
      return window.toString();
    }
    long seconds = window.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
