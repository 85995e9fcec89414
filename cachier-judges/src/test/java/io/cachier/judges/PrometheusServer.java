package io.cachier.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Prometheus server on a free port of the loopback interface, with a folder of its own. */
final class PrometheusServer implements AutoCloseable {
  /** How often it scrapes. */
  static final Duration INTERVAL = Duration.ofMillis(500);

  private static final Pattern LISTENING =
      Pattern.compile("msg=\"Listening on\".* address=(127\\.0\\.0\\.1:\\d+)");

  private final Tethered process;
  private final URI api;

  private PrometheusServer(Tethered process, URI api) {
    this.process = process;
    this.api = api;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param takesNative whether it takes native histograms in place of classic ones
   * @param jobs the addresses to scrape by the name of their job
   * @param ruleFiles the rules to evaluate
   */
  static PrometheusServer start(
      Path directory, boolean takesNative, Map<String, List<String>> jobs, List<Path> ruleFiles) {
    try {
      Path config = directory.resolve("prometheus.yml");
      Files.writeString(config, config(jobs, ruleFiles));
      List<String> command =
          new ArrayList<>(
              List.of(
                  Program.PROMETHEUS.path().toString(),
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + directory.resolve("data"),
                  "--web.listen-address=127.0.0.1:0"));
      if (takesNative) {
        command.add("--enable-feature=native-histograms");
      }
      Tethered process = Tethered.program(directory, command);
      try {
        Matcher address = LISTENING.matcher(process.await(line -> LISTENING.matcher(line).find()));
        process.await(line -> line.contains("Server is ready to receive web requests"));
        if (!address.find()) {
          throw new AssertionError("no address in " + process.lines());
        }
        return new PrometheusServer(process, URI.create("http://" + address.group(1) + "/api/v1/"));
      } catch (Throwable failure) {
        process.close();
        throw failure;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String config(Map<String, List<String>> jobs, List<Path> ruleFiles) {
    StringBuilder yaml = new StringBuilder();
    String interval = INTERVAL.toMillis() + "ms";
    yaml.append("global:\n  scrape_interval: ").append(interval);
    yaml.append("\n  scrape_timeout: ").append(interval);
    yaml.append("\n  evaluation_interval: 1s\nrule_files:\n");
    ruleFiles.forEach(file -> yaml.append("  - '").append(file.toAbsolutePath()).append("'\n"));
    yaml.append("scrape_configs:\n");
    jobs.forEach(
        (job, targets) ->
            yaml.append("  - job_name: ")
                .append(job)
                .append("\n    static_configs:\n      - targets: ['")
                .append(String.join("', '", targets))
                .append("']\n"));
    return yaml.toString();
  }

  /** Evaluates an expression as of a moment. */
  List<Sample> query(String expression, Instant moment) {
    Document data = get("query?time=" + moment + "&query=" + URLEncoder.encode(expression, UTF_8));
    if (data.get("resultType").text().equals("scalar")) {
      return List.of(new Sample(Map.of(), data.get("result").list().get(1).number(), false));
    }
    return data.get("result").list().stream().map(Sample::of).toList();
  }

  /** The values that a label has in the series of a selector. */
  List<String> labelValues(String selector, String label) {
    return get("label/" + label + "/values?match[]=" + URLEncoder.encode(selector, UTF_8))
        .list()
        .stream()
        .map(Document::text)
        .toList();
  }

  /** All rules, as the server sees them. */
  List<Document> rules() {
    return get("rules").get("groups").list().stream()
        .flatMap(group -> group.get("rules").list().stream())
        .toList();
  }

  /** The alerts that are pending or firing. */
  List<Document> alerts() {
    return get("alerts").get("alerts").list();
  }

  private Document get(String path) {
    Scrape answer = Scrape.of(api.resolve(path.replace("[", "%5B").replace("]", "%5D")), "*/*");
    Document document = Document.parse(answer.body());
    if (answer.status() != 200 || !document.get("status").text().equals("success")) {
      throw new AssertionError(path + ": " + answer.body());
    }
    return document.get("data");
  }

  @Override
  public void close() {
    process.close();
  }
}
