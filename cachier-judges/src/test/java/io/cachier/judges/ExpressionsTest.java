package io.cachier.judges;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.judges.Fleet.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every expression that is published is understood by a real server, and has something to say. */
@JudgedBy(Program.PROMETHEUS)
@ExtendWith(SharedFleet.class)
class ExpressionsTest {
  /** Alerts that compare with the day before, which no test of a minute has. */
  private static final Set<String> OF_THE_PAST =
      Set.of(
          "CachierHitRatioCollapsed", "CachierCallLatencyRegression", "CachierServedValuesTooOld");

  private Fleet fleet;

  @BeforeEach
  void afterItsDay(Fleet theFleet) {
    fleet = theFleet;
  }

  @AfterEach
  void busyDay_allThatHappened_wasMeantTo() {
    assertThat(fleet.busy().lines()).noneMatch(line -> line.startsWith(BusyDay.FAILED));
  }

  @ParameterizedTest
  @EnumSource
  void dashboard_queries_haveData(Kind kind) {
    SoftAssertions all = new SoftAssertions();
    for (Published.Query query : Published.queries()) {
      String expression = query.filledIn(Fleet.RANGE.toSeconds() + "s");
      assertThat(expression).doesNotContain("$");
      all.assertThat(fleet.server(kind).query(expression, fleet.steady()))
          .as("%s: %s", query.where(), expression)
          .anyMatch(Sample::isData);
    }
    all.assertAll();
  }

  @ParameterizedTest
  @EnumSource
  void dashboard_variables_offerWhatThereIs(Kind kind) {
    assertThat(Published.variables()).hasSize(4);
    for (Published.Variable variable : Published.variables()) {
      List<String> offered = fleet.server(kind).labelValues(variable.filledIn(), variable.label());
      switch (variable.name()) {
        case "job" ->
            assertThat(offered).containsExactlyInAnyOrder(Fleet.KNOWN_JOB, Fleet.BUSY_JOB);
        case "function" -> assertThat(offered).contains(KnownLoad.EVEN, "busy.plain");
        case "backend" ->
            assertThat(offered).containsExactlyInAnyOrder("memory", "pooled", "broken");
        case "instance" -> assertThat(offered).hasSize(3);
        default -> throw new AssertionError("unknown variable " + variable.name());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void recordingRules_evaluated_areHealthyAndRecord(Kind kind) {
    SoftAssertions all = new SoftAssertions();
    List<Document> rules = evaluated(kind, "recording");
    assertThat(rules).hasSameSizeAs(Published.rules(Published.RECORDING_RULES));
    for (Document rule : rules) {
      String name = rule.get("name").text();
      all.assertThat(rule.get("health").text()).as("%s: %s", name, rule).isEqualTo("ok");
      all.assertThat(fleet.server(kind).query(name, Instant.now()))
          .as(name)
          .anyMatch(Sample::isData);
    }
    all.assertAll();
  }

  @ParameterizedTest
  @EnumSource
  void alerts_provoked_arePendingOrFiringAndSayWhy(Kind kind) {
    List<Document> rules = evaluated(kind, "alerting");
    assertThat(rules).hasSameSizeAs(Published.rules(Published.ALERTING_RULES));
    assertThat(rules).allMatch(rule -> rule.get("health").text().equals("ok"), "healthy");
    Set<String> provoked =
        rules.stream().map(rule -> rule.get("name").text()).collect(Collectors.toSet());
    assertThat(provoked).containsAll(OF_THE_PAST);
    provoked.removeAll(OF_THE_PAST);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(raised(kind)).containsAll(provoked));
    for (Document alert : fleet.server(kind).alerts()) {
      assertThat(alert.get("annotations").texts().values())
          .as(alert.toString())
          .hasSize(2)
          .allSatisfy(text -> assertThat(text).doesNotContain("{{", "<no value>", "<error"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void alerts_ofThePast_haveWhatTheyCompare(Kind kind) {
    for (Document rule : Published.rules(Published.ALERTING_RULES)) {
      String alert = rule.get("alert").text();
      if (OF_THE_PAST.contains(alert)) {
        String expression = PromQl.withoutThresholds(rule.get("expr").text());
        assertThat(fleet.server(kind).query(expression, Instant.now()))
            .as("%s: %s", alert, expression)
            .anyMatch(Sample::isData);
      }
    }
  }

  private Set<String> raised(Kind kind) {
    return fleet.server(kind).alerts().stream()
        .filter(alert -> alert.get("labels").get("job").text().equals(Fleet.BUSY_JOB))
        .map(alert -> alert.get("labels").get("alertname").text())
        .collect(Collectors.toSet());
  }

  private List<Document> evaluated(Kind kind, String type) {
    return fleet.server(kind).rules().stream()
        .filter(rule -> rule.get("type").text().equals(type))
        .toList();
  }
}
