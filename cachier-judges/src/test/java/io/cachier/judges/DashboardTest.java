package io.cachier.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Grafana asks of a dashboard, as far as it can be told without Grafana. */
class DashboardTest {
  private static final int COLUMNS = 24;

  private final List<Document> panels = Published.dashboard().get("panels").list();

  @Test
  void panels_all_haveAnIdOfTheirOwnAndATitle() {
    assertThat(panels).extracting(panel -> panel.get("id").text()).doesNotHaveDuplicates();
    assertThat(panels).extracting(panel -> panel.get("title").text()).doesNotContain("");
  }

  @Test
  void panels_butRows_tellWhatTheyShowAndInWhichUnit() {
    for (Document panel : panels) {
      if (!panel.get("type").text().equals("row")) {
        String title = panel.get("title").text();
        assertThat(panel.get("description").isPresent()).as(title).isTrue();
        assertThat(panel.get("fieldConfig").get("defaults").get("unit").isPresent())
            .as(title)
            .isTrue();
        assertThat(panel.get("targets").list()).as(title).isNotEmpty();
      }
    }
  }

  @Test
  void panels_all_askTheChosenDataSource() {
    List<String> sources = new ArrayList<>();
    for (Document panel : panels) {
      if (!panel.get("type").text().equals("row")) {
        sources.add(panel.get("datasource").get("uid").text());
      }
      panel
          .get("targets")
          .list()
          .forEach(target -> sources.add(target.get("datasource").get("uid").text()));
    }
    assertThat(sources).hasSizeGreaterThan(50).containsOnly("${datasource}");
  }

  @Test
  void panels_placed_doNotOverlapNorLeaveTheGrid() {
    Set<List<Long>> taken = new HashSet<>();
    for (Document panel : panels) {
      Document place = panel.get("gridPos");
      long x = (long) place.get("x").number();
      long y = (long) place.get("y").number();
      for (long column = x; column < x + place.get("w").number(); column++) {
        for (long row = y; row < y + place.get("h").number(); row++) {
          assertThat(column).isLessThan(COLUMNS);
          assertThat(taken.add(List.of(column, row))).as(panel.get("title").text()).isTrue();
        }
      }
    }
  }

  @Test
  void variables_used_areAllDeclared() {
    Set<String> declared = new HashSet<>(Set.of("__rate_interval"));
    for (Document variable : Published.dashboard().get("templating").get("list").list()) {
      declared.add(variable.get("name").text());
    }
    assertThat(declared).contains("datasource", "job", "function", "backend", "instance");
    for (Published.Query query : Published.queries()) {
      assertThat(PromQl.variables(query.expression())).as(query.where()).isSubsetOf(declared);
    }
  }

  @Test
  void queries_all_followTheChosenInstances() {
    for (Published.Query query : Published.queries()) {
      for (String selector : PromQl.selectors(query.expression())) {
        assertThat(selector).as(query.where()).contains("job=~\"$job\", instance=~\"$instance\"");
      }
    }
  }
}
