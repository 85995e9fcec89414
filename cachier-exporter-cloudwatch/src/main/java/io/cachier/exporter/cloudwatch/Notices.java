package io.cachier.exporter.cloudwatch;

import io.cachier.spi.Ticker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the log is told: of each kind of trouble one warning, repeated at the earliest after an
 * hour, and where a person has to do something not at all until it is done. Used by one thread.
 */
final class Notices {
  static final Duration REPEATED_AFTER = Duration.ofHours(1);

  private static final System.Logger LOGGER = System.getLogger(CloudWatchExporter.class.getName());

  private final Ticker ticker;
  private final Map<Trouble, Long> toldAtNanos = new EnumMap<>(Trouble.class);

  Notices(Ticker ticker) {
    this.ticker = ticker;
  }

  void warn(Trouble trouble, String sentence) {
    long now = ticker.nanos();
    Long toldAt = toldAtNanos.get(trouble);
    boolean due =
        toldAt == null || (!trouble.needsAPerson() && now - toldAt >= REPEATED_AFTER.toNanos());
    if (due) {
      toldAtNanos.put(trouble, now);
      LOGGER.log(Level.WARNING, "CloudWatch exporter: " + sentence);
    }
  }

  /** Data arrived: what a person had to do has been done, and is told anew if it is undone. */
  void arrived() {
    boolean waitedForAPerson = toldAtNanos.keySet().removeIf(Trouble::needsAPerson);
    if (waitedForAPerson) {
      LOGGER.log(Level.INFO, "CloudWatch exporter: figures arrive");
    }
  }

  static void lost(long data) {
    LOGGER.log(
        Level.WARNING,
        "CloudWatch exporter: " + data + " data were not delivered before the stop, and are lost");
  }
}
