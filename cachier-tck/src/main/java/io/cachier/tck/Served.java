package io.cachier.tck;

/**
 * What a {@link NodeProcess} tells of one served call. Moments of two processes on one machine can
 * be compared: {@link System#nanoTime} counts from the machine's start.
 *
 * @param run which run of the function the value came from, or what another node computed
 * @param endedNanos when that run ended
 * @param servedNanos when the caller had its value
 */
record Served(String run, long endedNanos, long servedNanos) {
  static final String WORD = "served ";

  /** The value of a run that ends now. */
  static String value(String run) {
    return run + " " + System.nanoTime();
  }

  static String line(String key, String value, long servedNanos) {
    return WORD + key + " " + value + " " + servedNanos;
  }

  static Served parse(String line) {
    String[] words = line.split(" ", 5);
    return new Served(words[2], Long.parseLong(words[3]), Long.parseLong(words[4]));
  }

  long lateNanos() {
    return servedNanos - endedNanos;
  }
}
