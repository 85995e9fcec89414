package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link DocsTest} looks with does see. */
class DocsToolsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mvn -Pquickstart",
        "mvn -pl '!cachier-bom' spotless:apply",
        "mvn -pl cachier-core -am test -Dtest='FreshnessTest'",
        "java -jar cachier-benchmarks/target/benchmarks.jar",
        "java -cp ... io.cachier.backend.sql.SqlSchema postgres t",
        "promtool check rules prometheus-recording-rules.yml",
        "export CACHIER_STALE_AFTER=10m",
        ".ci/run"
      })
  void problem_commandThatWorks_isNone(String command) {
    assertThat(ShellForms.problem(command)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mvn -Pno-such-profile",
        "mvn -pl no-such-module test",
        "mvn no-such-goal",
        "mvn test -Dtest='NoSuchTest'",
        "java -jar cachier-benchmarks/target/others.jar",
        "java -cp ... io.cachier.NoSuchMain",
        "promtool check rules no-such-rules.yml",
        "prometheus --no.such.option=1",
        "export CACHIER_NO_SUCH_SETTING=1",
        "curl http://elsewhere.example.org/",
        "make"
      })
  void problem_commandThatCannotWork_isTold(String command) {
    assertThat(ShellForms.problem(command)).isPresent();
  }

  @Test
  void isKnown_settings_areToldFromOthers() {
    assertThat(List.of("cachier.redis.uri", "cachier.stale-after", "CACHIER_MAX_WORKERS"))
        .allMatch(SettingNames::isKnown);
    assertThat(List.of("cachier.exporter.statsd.enabled", "cachier.codec.java.allow"))
        .allMatch(SettingNames::isKnown);
    assertThat(List.of("cachier.redis.host", "cachier.stale", "redis.uri"))
        .noneMatch(SettingNames::isKnown);
  }

  @Test
  void blocks_ofAPage_areReadWithLanguageSourceAndText() {
    List<String> page =
        List.of(
            "text", "<!-- from: A.java -->", "```java", "  one", "    two", "```", " ```", " ```");

    assertThat(DocBlock.of("page.md", page))
        .satisfiesExactly(
            block -> {
              assertThat(block.source()).contains("A.java");
              assertThat(block.text()).isEqualTo("one\n  two");
              assertThat(block.place()).isEqualTo("page.md:3");
            },
            block -> assertThat(block.language()).isEmpty());
  }

  @Test
  void blocks_withoutAnEnd_areAnError() {
    assertThatThrownBy(() -> DocBlock.of("page.md", List.of("```java", "one")))
        .hasMessage("page.md:1: the block has no end");
  }
}
