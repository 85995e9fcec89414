package io.cachier.judges;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.exporter.prometheus.Naming;
import org.junit.jupiter.api.Test;

/** {@code promtool check metrics} on a live scrape. */
@JudgedBy(Program.PROMTOOL)
class ScrapeLintTest {
  /** What promtool ends with when all can be read and some names are against its rules. */
  private static final int COMPLAINTS = 3;

  @Test
  void checkMetrics_cachierNaming_findsNothing() {
    Run checked = check(Naming.CACHIER);
    assertThat(checked.err()).isEmpty();
    assertThat(checked.exit()).isZero();
  }

  @Test
  void checkMetrics_originNaming_complainsOfNamesOnly() {
    Run checked = check(Naming.ORIGIN);
    assertThat(checked.exit()).as(checked.toString()).isIn(0, COMPLAINTS);
  }

  private static Run check(Naming naming) {
    try (ServedDay day = ServedDay.over(naming)) {
      String text = day.scrape(Exposition.PLAIN_TEXT);
      assertThat(text).contains("# TYPE cachier_").contains("busy.plain");
      return Run.withInput(text, Program.PROMTOOL.path(), "check", "metrics");
    }
  }
}
