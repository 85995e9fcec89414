package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.ConfigurationException;
import io.cachier.MetricsPolicy;
import io.cachier.exporter.prometheus.PrometheusExporter;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Every block of code in every page is true. Java is the text of a region that the build runs; a
 * command has a form that is known, and what it names exists; settings are settings, artifacts are
 * in the BOM. What can't be held to anything is marked as {@code text}.
 */
class DocsTest {
  /** Languages, and who sees to it that their blocks are true. */
  private static final Set<String> HELD_HERE =
      Set.of("java", "sh", "properties", "xml", "yaml", "promql");

  /** {@code SchemaTest} of the SQL backend compares these with what is made. */
  private static final Set<String> HELD_ELSEWHERE = Set.of("sql");

  private static final Pattern SPAN = Pattern.compile("`(cachier\\.[a-z][a-z.-]*)(=[^`]*)?`");
  private static final Pattern COMMAND = Pattern.compile("`(mvn [^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern METRIC = Pattern.compile("\\bcachier_[a-z_]+");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");

  @Test
  void blocks_everyLanguage_isHeldToSomething() {
    List<String> loose =
        Project.pages().stream()
            .flatMap(page -> Project.blocks(page).stream())
            .filter(block -> !HELD_HERE.contains(block.language()))
            .filter(block -> !HELD_ELSEWHERE.contains(block.language()))
            .filter(block -> !block.language().equals("text"))
            .map(block -> block.place() + " '" + block.language() + "'")
            .toList();

    assertThat(loose).as("mark what can't be run as ```text").isEmpty();
  }

  @Test
  void javaBlocks_all_areRegionsThatRun() {
    List<CodeRegion> regions = CodeRegion.all();
    List<DocBlock> unheld =
        Project.blocksIn("java").stream().filter(block -> !isHeld(block, regions)).toList();

    assertThat(unheld).as("no region of a test has this text").isEmpty();
  }

  private static boolean isHeld(DocBlock block, List<CodeRegion> regions) {
    return block
        .source()
        .map(file -> Project.has(file) && flat(Project.text(file)).contains(flat(block.text())))
        .orElseGet(
            () ->
                regions.stream()
                    .anyMatch(
                        region ->
                            region.runs()
                                && region.page().equals(block.page())
                                && region.text().equals(block.text())));
  }

  /** Without indentation, so that a part of a class can be shown by itself. */
  private static String flat(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  @Test
  void regions_all_areShownByTheirPage() {
    List<DocBlock> blocks = Project.blocksIn("java");
    List<CodeRegion> unseen =
        CodeRegion.all().stream()
            .filter(
                region ->
                    blocks.stream()
                        .noneMatch(
                            block ->
                                block.page().equals(region.page())
                                    && block.text().equals(region.text())))
            .toList();

    assertThat(unseen).as("the page does not show this region").isEmpty();
  }

  @Test
  void shellBlocks_everyCommand_hasAKnownFormAndNamesWhatExists() {
    List<String> problems = new ArrayList<>();
    for (DocBlock block : Project.blocksIn("sh", "bash")) {
      for (String command : block.text().replace("\\\n", " ").lines().toList()) {
        if (!command.isBlank() && !command.startsWith("#")) {
          ShellForms.problem(command.strip())
              .ifPresent(problem -> problems.add(block.place() + " " + command + ": " + problem));
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void commandsInTheText_ofMaven_haveAKnownFormAndNameWhatExists() {
    List<String> problems = new ArrayList<>();
    for (String page : Project.pages()) {
      Matcher span = COMMAND.matcher(Project.text(page));
      while (span.find()) {
        ShellForms.problem(span.group(1))
            .ifPresent(problem -> problems.add(page + " " + span.group() + ": " + problem));
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void shellBlocks_curl_isAnsweredByARunningExporter() throws Exception {
    List<String> commands =
        Project.blocksIn("sh").stream()
            .flatMap(block -> block.text().lines())
            .filter(line -> line.startsWith("curl "))
            .toList();
    assertThat(commands).isNotEmpty();
    PrometheusExporter exporter = PrometheusExporter.builder().port(0).build();
    try (Cachier cachier =
        Cachier.builder()
            .backend("memory")
            .addExporter(exporter)
            .setting("exporter.prometheus.enabled", "true")
            .build()) {
      CachedFunction<String, Integer> length =
          cachier
              .function("text.length", String.class, Integer.class, String::length)
              .metrics(MetricsPolicy.on())
              .build();
      length.apply("hello");
      Awaitility.await().until(() -> exporter.address().isPresent());
      String address = exporter.address().orElseThrow().toString();
      for (String command : commands) {
        String here = command.replace("http://127.0.0.1:9090/metrics", address);
        assertThat(output(here.split(" "))).as(command).contains("function=\"text.length\"");
      }
    }
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Path file = Files.createTempFile("docs", "out");
    try {
      Process process = new ProcessBuilder(command).redirectOutput(file.toFile()).start();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
      return Files.readString(file);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void propertiesBlocks_everyKey_isASetting() {
    List<String> unknown = new ArrayList<>();
    for (DocBlock block : Project.blocksIn("properties")) {
      for (String key : load(block).stringPropertyNames()) {
        if (!SettingNames.isKnown(key)) {
          unknown.add(block.place() + " " + key);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  /** Settings of the modules that are on this class path are read; of others only the names. */
  @Test
  void propertiesBlocks_eachTogether_makeACachier() {
    for (DocBlock block : Project.blocksIn("properties")) {
      var builder = Cachier.builder();
      Properties settings = load(block);
      settings
          .stringPropertyNames()
          .forEach(key -> builder.setting(key, settings.getProperty(key)));
      assertThatCode(() -> builder.build().close())
          .as(block.place())
          .satisfiesAnyOf(
              thrown -> assertThat(thrown).isNull(),
              thrown ->
                  assertThat(thrown)
                      .isInstanceOf(ConfigurationException.class)
                      .message()
                      .contains("add io.cachier:"));
    }
  }

  private static Properties load(DocBlock block) {
    Properties settings = new Properties();
    try {
      settings.load(new StringReader(block.text()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return settings;
  }

  @Test
  void settingsInTheText_all_exist() {
    List<String> unknown = new ArrayList<>();
    for (String page : Project.pages()) {
      Matcher span = SPAN.matcher(Project.text(page));
      while (span.find()) {
        String name = span.group(1);
        if (!name.equals("cachier.properties") && !SettingNames.isKnown(name)) {
          unknown.add(page + " " + name);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void xmlBlocks_everyArtifact_isInTheBom() {
    String bom = Project.text("cachier-bom/pom.xml");
    List<String> unknown = new ArrayList<>();
    for (DocBlock block : Project.blocksIn("xml")) {
      Matcher artifact = ARTIFACT.matcher(block.text());
      while (artifact.find()) {
        boolean theBomItself = artifact.group(1).equals("cachier-bom");
        if (!theBomItself && !bom.contains(artifact.group())) {
          unknown.add(block.place() + " " + artifact.group(1));
        }
      }
      assertThat(block.text()).as(block.place()).contains("<groupId>io.cachier</groupId>");
    }
    assertThat(unknown).isEmpty();
  }

  /** What a Prometheus server is told here: known words, and files that are there. */
  @Test
  void yamlBlocks_ofPrometheus_nameWhatExists() {
    Set<String> words =
        Set.of(
            "rule_files",
            "scrape_configs",
            "job_name",
            "scrape_interval",
            "static_configs",
            "targets");
    for (DocBlock block : Project.blocksIn("yaml")) {
      for (String line : block.text().lines().toList()) {
        String item = line.strip().replaceFirst("^- ", "");
        if (item.endsWith(".yml")) {
          assertThat(Project.has("docs/observability/" + item)).as(item).isTrue();
        } else {
          assertThat(words).as(block.place()).contains(item.substring(0, item.indexOf(':')));
        }
      }
    }
  }

  @Test
  void promqlBlocks_everyMetric_isInTheCatalogue() {
    String catalogue = Project.text("docs/metrics.md");
    List<DocBlock> blocks = Project.blocksIn("promql");
    assertThat(blocks).isNotEmpty();
    for (DocBlock block : blocks) {
      Matcher metric = METRIC.matcher(block.text());
      while (metric.find()) {
        String family = metric.group().replaceFirst("_(bucket|count|sum)$", "");
        assertThat(catalogue).as(block.place()).contains("`" + family + "`");
      }
    }
  }

  @Test
  void operations_everyMetricAndAlert_exists() {
    String page = Project.text("docs/operations.md");
    String catalogue = Project.text("docs/metrics.md");
    String alerts = Project.text("docs/observability/prometheus-alerting-rules.yml");

    assertThat(METRIC.matcher(page).results())
        .isNotEmpty()
        .allSatisfy(metric -> assertThat(catalogue).contains("`" + metric.group() + "`"));
    assertThat(Pattern.compile("\\| `(Cachier\\w+)` \\|").matcher(page).results())
        .isNotEmpty()
        .allSatisfy(alert -> assertThat(alerts).contains("alert: " + alert.group(1) + "\n"));
  }

  @Test
  void links_withinTheProject_leadToAFileAndAHeading() {
    List<String> broken = new ArrayList<>();
    for (String page : Project.pages()) {
      Matcher link = LINK.matcher(Project.text(page));
      while (link.find()) {
        String target = link.group(1);
        if (!target.contains(":") && !leadsSomewhere(page, target)) {
          broken.add(page + " -> " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(String page, String target) {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file =
        path.isEmpty()
            ? Project.ROOT.resolve(page)
            : Project.ROOT.resolve(page).resolveSibling(path).normalize();
    return Files.exists(file) && (hash < 0 || headings(file).contains(target.substring(hash + 1)));
  }

  private static List<String> headings(Path file) {
    try {
      return Files.readString(file)
          .lines()
          .filter(line -> line.startsWith("#"))
          .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
          .map(line -> line.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readme_everyModule_isInItsTable() {
    String readme = Project.text("README.md");

    assertThat(Project.modules())
        .allSatisfy(module -> assertThat(readme).contains("`" + module + "`"));
  }

  @Test
  void readme_length_isBearable() {
    assertThat(Project.text("README.md").lines().count()).isLessThanOrEqualTo(200);
  }
}
