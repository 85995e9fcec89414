package io.cachier.core.codec;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What canaries did. */
final class CanaryLog {
  private static final Queue<String> SONGS = new ConcurrentLinkedQueue<>();

  private CanaryLog() {}

  static void sing(String song) {
    SONGS.add(song);
  }

  static Queue<String> songs() {
    return SONGS;
  }
}
