package io.cachier.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** The text form of a snapshot: two columns, units named, no number where none is known. */
final class SnapshotTable {
  private SnapshotTable() {}

  static String render(MetricSnapshot s) {
    StringBuilder table = new StringBuilder();
    row(table, "calls", Long.toString(s.totalCalls()));
    row(table, "hits", s.hits() + " (" + percent(s.hitRate()) + ")");
    row(table, "misses", s.misses() + " (coalesced " + s.coalesced() + ")");
    row(table, "stale hits", Long.toString(s.staleHits()));
    row(table, "recalculations", Long.toString(s.recalculations()));
    row(table, "bypassed", Long.toString(s.bypassed()));
    row(table, "errors", s.errors() + " (backend " + s.backendErrors() + ")");
    row(table, "wait timeouts", Long.toString(s.waitTimeouts()));
    row(table, "size rejections", Long.toString(s.sizeLimitRejections()));
    row(table, "average", seconds(s.avgLatencyMs() / 1e3));
    row(table, "p50", seconds(s.quantileSeconds(0.5)));
    row(table, "p95", seconds(s.quantileSeconds(0.95)));
    row(table, "p99", seconds(s.quantileSeconds(0.99)));
    row(table, "time saved", seconds(s.timeSaved().toNanos() / 1e9));
    row(table, "entries", known(s.entryCount()));
    row(table, "bytes", known(s.totalSizeBytes()));
    row(table, "covered", seconds(nanos(s.covered()) / 1e9) + sampling(s.samplingRate()));
    return table.toString();
  }

  private static void row(StringBuilder table, String name, String value) {
    table.append(String.format(Locale.ROOT, "%-16s %s%n", name, value));
  }

  private static double nanos(Duration duration) {
    return duration.toSeconds() * 1e9 + duration.toNanosPart();
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", value);
  }

  private static String known(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "unknown";
  }

  private static String sampling(double rate) {
    return rate == 1.0 ? "" : String.format(Locale.ROOT, " (sampled at %s)", rate);
  }

  private static String seconds(double seconds) {
    if (Double.isNaN(seconds)) {
      return "-";
    }
    if (seconds >= 1) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    if (seconds >= 1e-3) {
      return String.format(Locale.ROOT, "%.2f ms", seconds * 1e3);
    }
    if (seconds >= 1e-6) {
      return String.format(Locale.ROOT, "%.2f us", seconds * 1e6);
    }
    return String.format(Locale.ROOT, "%.0f ns", seconds * 1e9);
  }
}
