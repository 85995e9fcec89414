package io.cachier.judges;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * Two processes under known load and one to which all happens, each scraped by two Prometheus
 * servers: one takes native histograms, the other classic ones. Both evaluate the published rules.
 */
final class Fleet implements AutoCloseable {
  static final String KNOWN_JOB = "known";
  static final String BUSY_JOB = "busy";

  /** Over how long rates are taken. */
  static final Duration RANGE = Duration.ofSeconds(20);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Path directory;
  private final List<Tethered> known;
  private final Tethered busy;
  private final Map<Kind, PrometheusServer> servers;
  private Instant steady = Instant.EPOCH;

  /** Which histograms a server takes. */
  enum Kind {
    NATIVE,
    CLASSIC
  }

  private Fleet(Path directory) {
    this.directory = directory;
    try {
      known = List.of(jvm("known-0", KnownLoad.class, "0"), jvm("known-1", KnownLoad.class, "1"));
      busy = jvm("busy", BusyDay.class);
      Map<String, List<String>> jobs =
          Map.of(
              KNOWN_JOB, known.stream().map(Fleet::target).toList(),
              BUSY_JOB, List.of(target(busy)));
      servers =
          Map.of(Kind.NATIVE, server(Kind.NATIVE, jobs), Kind.CLASSIC, server(Kind.CLASSIC, jobs));
    } catch (Throwable failure) {
      close();
      throw failure;
    }
  }

  /** Starts all, lets it run until the truth can be told, and ends the known load. */
  static Fleet afterItsDay(Path directory) {
    Fleet fleet = new Fleet(directory);
    try {
      fleet.steady = fleet.awaitSteadyLoad();
      fleet.stopLoad();
      return fleet;
    } catch (Throwable failure) {
      fleet.close();
      throw failure;
    }
  }

  private Tethered jvm(String name, Class<?> main, String... arguments) {
    Tethered process = Tethered.jvm(folder(name), main, arguments);
    started.push(process);
    return process;
  }

  private PrometheusServer server(Kind kind, Map<String, List<String>> jobs) {
    PrometheusServer server =
        PrometheusServer.start(
            folder(kind.name()), kind == Kind.NATIVE, jobs, Published.RULE_FILES);
    started.push(server);
    return server;
  }

  private Path folder(String name) {
    try {
      return Files.createDirectory(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Tethered process) {
    String line = process.await(said -> said.startsWith(Output.ADDRESS));
    return URI.create(line.substring(Output.ADDRESS.length())).getAuthority();
  }

  PrometheusServer server(Kind kind) {
    return servers.get(kind);
  }

  /** The processes under known load. */
  List<Tethered> known() {
    return known;
  }

  Tethered busy() {
    return busy;
  }

  /** The end of a {@link #RANGE} in which load and scrapes came at an even pace. */
  Instant steady() {
    return steady;
  }

  /** How many rounds the known load made in the steady range, in all processes. */
  long steadyRounds() {
    return known.stream().mapToLong(process -> Rounds.of(process).within(steady, RANGE)).sum();
  }

  /** How many rounds the known load made in all, in all processes. */
  long allRounds() {
    return known.stream().mapToLong(process -> Rounds.of(process).count()).sum();
  }

  private Instant awaitSteadyLoad() {
    Optional<Instant> found =
        Awaitility.await()
            .atMost(Duration.ofMinutes(2))
            .pollInterval(Duration.ofMillis(500))
            .until(this::steadyNow, Optional::isPresent);
    return found.orElseThrow();
  }

  /** A machine that is busy with other things may hold up a round or a scrape; then wait on. */
  private Optional<Instant> steadyNow() {
    Instant end = Instant.now().minusSeconds(1);
    boolean even =
        known.stream().allMatch(process -> Rounds.of(process).areEvenUpTo(end, RANGE))
            && servers.values().stream().allMatch(server -> isScrapedEvenly(server, end));
    return even ? Optional.of(end) : Optional.empty();
  }

  private boolean isScrapedEvenly(PrometheusServer server, Instant end) {
    List<Sample> scrapes = server.query("sum_over_time(up[" + RANGE.toSeconds() + "s])", end);
    long expected = RANGE.dividedBy(PrometheusServer.INTERVAL);
    // One less at the edge of the range, and rate() would have to guess: by up to 5 % of so few.
    return scrapes.size() == known.size() + 1
        && scrapes.stream().allMatch(sample -> sample.value() >= expected);
  }

  private void stopLoad() {
    known.forEach(process -> process.tell("stop"));
    known.forEach(process -> process.await(KnownLoad.STOPPED::equals));
    Instant stopped = Instant.now();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> servers.values().stream().allMatch(server -> isScrapedAfter(server, stopped)));
  }

  private boolean isScrapedAfter(PrometheusServer server, Instant moment) {
    return server.query("timestamp(up)", Instant.now()).stream()
        .allMatch(sample -> sample.value() > moment.toEpochMilli() / 1e3);
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
