package io.cachier.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cachier.metrics.MetricFamily.Kind;
import io.cachier.metrics.MetricFamily.Scope;
import io.cachier.metrics.MetricFamily.Unit;
import io.cachier.spi.Gauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricCatalogueTest {
  private static final FixedFunction FUNCTION =
      new FixedFunction(
          Map.of(
              Duration.ofMinutes(1), MetricSnapshot.empty(),
              Duration.ofHours(1), MetricSnapshotTest.everything(1.0)));

  @Test
  void families_names_areUniqueAndWellFormed() {
    assertThat(MetricCatalogue.families()).extracting(MetricFamily::name).doesNotHaveDuplicates();
    for (MetricFamily family : MetricCatalogue.families()) {
      assertThat(family.name()).matches("[a-z]+(_[a-z]+)*").doesNotStartWith("cachier");
      assertThat(family.help()).endsWith(".");
      assertThat(family.labels()).doesNotContain("function", "le", "quantile");
      assertThat(family.kind() == Kind.HISTOGRAM)
          .isEqualTo(
              family.name().endsWith("duration") || family.equals(MetricCatalogue.SERVED_AGE));
    }
  }

  @Test
  void prometheusName_units_areSuffixes() {
    assertThat(MetricCatalogue.families())
        .extracting(MetricFamily::prometheusName)
        .containsExactly(
            "cachier_calls_total",
            "cachier_call_duration_seconds",
            "cachier_compute_duration_seconds",
            "cachier_stale_found_total",
            "cachier_wait_timeouts_total",
            "cachier_rejections_total",
            "cachier_faults_total",
            "cachier_entries",
            "cachier_size_bytes",
            "cachier_window_hit_ratio",
            "cachier_wait_duration_seconds",
            "cachier_computations_in_flight",
            "cachier_waiters",
            "cachier_backend_operation_duration_seconds",
            "cachier_backend_io_bytes_total",
            "cachier_removals_total",
            "cachier_served_age_seconds",
            "cachier_time_saved_seconds_total",
            "cachier_sampling_ratio",
            "cachier_pool_connections",
            "cachier_export_errors_total",
            "cachier_export_dropped_total",
            "cachier_build_info");
  }

  @Test
  void ofFunction_everyTiming_isOneDistribution() {
    Map<Timing, HistogramSnapshot> timings = new HashMap<>();
    long count = 1;
    for (Timing timing : Timing.all()) {
      timings.put(timing, HistogramSnapshot.of(Map.of(3, count++), 5, 1));
    }
    List<MetricSeries.Distribution> read =
        distributions(snapshot(timings, Map.of(), OptionalLong.empty()));

    assertThat(read).hasSize(Timing.all().size());
    assertThat(read)
        .extracting(MetricSeries.Distribution::histogram)
        .containsExactlyInAnyOrderElementsOf(timings.values());
    for (MetricSeries.Distribution series : read) {
      assertThat(series.labelValues()).hasSameSizeAs(series.family().labels());
    }
    assertThat(labels(read, timings.get(new Timing.Call(Outcome.STALE)))).isEqualTo("[stale]");
    assertThat(labels(read, timings.get(new Timing.Other()))).isEqualTo("[other]");
    assertThat(
            labels(
                read,
                timings.get(new Timing.Computation(ComputeTrigger.FORCED, ComputeResult.ERROR))))
        .isEqualTo("[error, forced]");
    assertThat(labels(read, timings.get(new Timing.Wait(WaitResult.TIMEOUT))))
        .isEqualTo("[timeout]");
    assertThat(labels(read, timings.get(new Timing.ServedAge(Outcome.COALESCED))))
        .isEqualTo("[coalesced]");
    assertThat(
            labels(
                read,
                timings.get(
                    new Timing.Operation(BackendOperation.CLEAR_CLAIMS, OperationError.REFUSED))))
        .isEqualTo("[clear_claims, refused]");
  }

  @Test
  void ofFunction_nothingHappened_countersAreZeroAndTheRestIsAbsent() {
    List<MetricSeries> series = MetricCatalogue.ofFunction(FUNCTION, MetricSnapshot.empty());

    assertThat(series).noneMatch(MetricSeries.Distribution.class::isInstance);
    assertThat(series)
        .filteredOn(s -> s.family().kind() == Kind.COUNTER)
        .hasSize(6 + 1 + 1 + 3 + 5 + 2 + 4 + 1)
        .allMatch(s -> value(s) == 0);
    assertThat(series)
        .extracting(MetricSeries::family)
        .doesNotContain(MetricCatalogue.ENTRIES, MetricCatalogue.SIZE);
  }

  @Test
  void ofFunction_figures_areReadIntoTheirSeries() {
    Map<CacheCounter, Long> counters = new HashMap<>();
    for (CacheCounter counter : CacheCounter.values()) {
      counters.put(counter, 100L + counters.size());
    }
    counters.put(CacheCounter.TIME_SAVED_NANOS, 1_500_000_000L);
    Map<String, Double> read = values(snapshot(Map.of(), counters, OptionalLong.of(1234)));

    for (Map.Entry<CacheCounter, String> expected : COUNTED.entrySet()) {
      assertThat(read)
          .as(expected.getValue())
          .containsEntry(expected.getValue(), (double) counters.get(expected.getKey()));
    }
    assertThat(read)
        .containsEntry("time_saved[]", 1.5)
        .containsEntry(
            "stale_found[]",
            (double)
                (counters.get(CacheCounter.STALE_FOUND)
                    + counters.get(CacheCounter.RECORDED_STALE_HITS)))
        .containsEntry("entries[]", 1234.0)
        .containsEntry("size[]", 1234.0)
        .containsEntry("computations_in_flight[]", 3.0)
        .containsEntry("waiters[]", 4.0)
        .containsEntry("sampling[]", 1.0)
        .containsEntry("calls[stale]", 0.0);
  }

  @Test
  void ofFunction_calls_countWhatIsTimedAndWhatIsRecordedByHand() {
    Map<String, Double> read = values(MetricSnapshotTest.everything(0.5));

    assertThat(read)
        .containsEntry("calls[hit]", 20.0 + 3)
        .containsEntry("calls[stale]", 40.0)
        .containsEntry("calls[miss]", 80.0 + 4)
        .containsEntry("calls[coalesced]", 160.0)
        .containsEntry("calls[bypass]", 320.0 + 7)
        .containsEntry("calls[error]", 320.0)
        .containsEntry("sampling[]", 0.5);
  }

  @Test
  void ofFunction_sampledDifferences_addUpToTheTotal() {
    MetricSnapshot total = MetricSnapshotTest.everything(0.3);
    MetricSnapshot difference = total.minus(MetricSnapshot.empty());

    Map<String, Double> read = values(difference);

    assertThat(read.get("calls[hit]")).isCloseTo(10 / 0.3 + 3, within(1e-9));
    assertThat(read.get("stale_found[]")).isCloseTo(1 / 0.3 + 6, within(1e-9));
    assertThat(read.get("time_saved[]")).isCloseTo(2e-9 / 0.3, within(1e-18));
  }

  @Test
  void ofFunction_windows_areRatiosOrNan() {
    Map<String, Double> read = values(MetricSnapshot.empty());

    assertThat(read.get("window_hit[1m]")).isNaN();
    assertThat(read).containsEntry("window_hit[1h]", 13.0 / 477);
  }

  @Test
  void windowText_lengths_areInTheLargestUnitThatFits() {
    assertThat(WindowText.of(Duration.ofDays(7))).isEqualTo("7d");
    assertThat(WindowText.of(Duration.ofHours(36))).isEqualTo("36h");
    assertThat(WindowText.of(Duration.ofMinutes(90))).isEqualTo("90m");
    assertThat(WindowText.of(Duration.ofSeconds(90))).isEqualTo("90s");
    assertThat(WindowText.of(Duration.ofMillis(1_500))).isEqualTo("PT1.5S");
  }

  @Test
  void ofProcess_everything_isReadFamilyByFamily() {
    ProcessSnapshot process =
        new ProcessSnapshot(
            "1.2.3",
            Map.of(
                "sql",
                List.of(
                    new Gauge("pool_connections", Map.of("pool", "main", "state", "idle"), 4),
                    new Gauge("rows", Map.of(), 9)),
                "redis",
                List.of(new Gauge("pool_connections", Map.of("pool", "r", "state", "used"), 2))),
            Map.of(
                "statsd", new ProcessSnapshot.Exporter(5, 6),
                "prometheus", new ProcessSnapshot.Exporter(0, 0)));

    List<MetricSeries> series = MetricCatalogue.ofProcess(process);

    assertThat(series)
        .extracting(MetricCatalogueTest::text)
        .containsExactly(
            "pool_connections[redis, r, used] 2.0",
            "pool_connections[sql, main, idle] 4.0",
            "rows[sql] 9.0",
            "export_errors[prometheus] 0.0",
            "export_errors[statsd] 5.0",
            "export_dropped[prometheus] 0.0",
            "export_dropped[statsd] 6.0",
            "build_info[1.2.3] 1.0");
    assertThat(series.get(0).family()).isSameAs(MetricCatalogue.POOL_CONNECTIONS);
    assertThat(series.get(2).family())
        .isEqualTo(
            new MetricFamily(
                "rows",
                Kind.GAUGE,
                Unit.NONE,
                Scope.PROCESS,
                List.of("backend"),
                "Published by the backend about itself."));
  }

  @Test
  void ofProcess_poolWithOtherLabels_isAFamilyOfItsOwn() {
    Gauge odd = new Gauge("pool_connections", Map.of("node", "a"), 1);

    List<MetricSeries> series =
        MetricCatalogue.ofProcess(
            new ProcessSnapshot("1", Map.of("redis", List.of(odd)), Map.of()));

    assertThat(series.get(0).family().labels()).containsExactly("backend", "node");
  }

  @Test
  void processSnapshot_minus_subtractsCountsAndKeepsGauges() {
    Gauge gauge = new Gauge("rows", Map.of(), 9);
    ProcessSnapshot earlier =
        new ProcessSnapshot("1", Map.of(), Map.of("a", new ProcessSnapshot.Exporter(2, 3)));
    ProcessSnapshot later =
        new ProcessSnapshot(
            "1",
            Map.of("sql", List.of(gauge)),
            Map.of(
                "a", new ProcessSnapshot.Exporter(7, 3), "b", new ProcessSnapshot.Exporter(1, 1)));

    assertThat(later.minus(earlier))
        .isEqualTo(
            new ProcessSnapshot(
                "1",
                Map.of("sql", List.of(gauge)),
                Map.of(
                    "a",
                    new ProcessSnapshot.Exporter(5, 0),
                    "b",
                    new ProcessSnapshot.Exporter(1, 1))));
    assertThat(earlier.minus(later).exporters())
        .containsEntry("a", new ProcessSnapshot.Exporter(0, 0));
    assertThat(ProcessSnapshot.EMPTY.exporters()).isEmpty();
  }

  @Test
  void processSnapshot_collections_areCopiedAndImmutable() {
    List<Gauge> gauges = new ArrayList<>();
    ProcessSnapshot process = new ProcessSnapshot("1", Map.of("sql", gauges), Map.of());
    gauges.add(new Gauge("rows", Map.of(), 9));

    assertThat(process.backendGauges().get("sql")).isEmpty();
    assertThatThrownBy(() -> process.backendGauges().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> process.exporters().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void isSampled_failuresAndWhatBelongsToNoCall_areNot() {
    List<Timing> whole = Timing.all().stream().filter(timing -> !timing.isSampled()).toList();

    assertThat(whole)
        .contains(
            new Timing.Call(Outcome.ERROR),
            new Timing.Other(),
            new Timing.Computation(ComputeTrigger.STALE, ComputeResult.ERROR),
            new Timing.Wait(WaitResult.TIMEOUT),
            new Timing.Wait(WaitResult.FAILED),
            new Timing.Wait(WaitResult.INTERRUPTED),
            new Timing.Operation(BackendOperation.LOOKUP, OperationError.NONE))
        .doesNotContain(
            new Timing.Call(Outcome.HIT),
            new Timing.Computation(ComputeTrigger.MISS, ComputeResult.SUCCESS),
            new Timing.Wait(WaitResult.SERVED),
            new Timing.Wait(WaitResult.ABANDONED),
            new Timing.ServedAge(Outcome.HIT));
    assertThat(whole).hasSize(1 + 1 + 3 + 3 + BackendOperation.values().length * 4);
  }

  private static final Map<CacheCounter, String> COUNTED =
      Map.ofEntries(
          Map.entry(CacheCounter.RECORDED_HITS, "calls[hit]"),
          Map.entry(CacheCounter.RECORDED_MISSES, "calls[miss]"),
          Map.entry(CacheCounter.RECORDED_BYPASSES, "calls[bypass]"),
          Map.entry(CacheCounter.WAIT_TIMEOUTS, "wait_timeouts[]"),
          Map.entry(CacheCounter.REJECTED_SIZE, "rejections[size_limit]"),
          Map.entry(CacheCounter.REJECTED_NULL, "rejections[null]"),
          Map.entry(CacheCounter.REJECTED_SERIALIZATION, "rejections[serialization]"),
          Map.entry(CacheCounter.UNREADABLE, "faults[unreadable_entry]"),
          Map.entry(CacheCounter.UNKEYABLE, "faults[unkeyable_argument]"),
          Map.entry(CacheCounter.FENCED_WRITES, "faults[fenced_write]"),
          Map.entry(CacheCounter.REFRESH_FAILURES, "faults[refresh_failure]"),
          Map.entry(CacheCounter.SUPPRESSED_FAILURES, "faults[suppressed_failure]"),
          Map.entry(CacheCounter.BYTES_READ, "backend_io[read]"),
          Map.entry(CacheCounter.BYTES_WRITTEN, "backend_io[write]"),
          Map.entry(CacheCounter.REMOVED_EXPIRED, "removals[expired]"),
          Map.entry(CacheCounter.REMOVED_SIZE, "removals[size]"),
          Map.entry(CacheCounter.REMOVED_EXPLICIT, "removals[explicit]"),
          Map.entry(CacheCounter.REMOVED_CLEARED, "removals[cleared]"));

  private static MetricSnapshot snapshot(
      Map<Timing, HistogramSnapshot> timings,
      Map<CacheCounter, Long> counters,
      OptionalLong usage) {
    return new MetricSnapshot(Duration.ZERO, 1.0, timings, counters, usage, usage, 3, 4);
  }

  private static List<MetricSeries.Distribution> distributions(MetricSnapshot figures) {
    return MetricCatalogue.ofFunction(FUNCTION, figures).stream()
        .filter(MetricSeries.Distribution.class::isInstance)
        .map(MetricSeries.Distribution.class::cast)
        .toList();
  }

  private static String labels(List<MetricSeries.Distribution> read, HistogramSnapshot of) {
    return read.stream()
        .filter(series -> series.histogram().equals(of))
        .map(series -> series.labelValues().toString())
        .collect(Collectors.joining());
  }

  private static Map<String, Double> values(MetricSnapshot figures) {
    Map<String, Double> values = new HashMap<>();
    for (MetricSeries series : MetricCatalogue.ofFunction(FUNCTION, figures)) {
      if (series instanceof MetricSeries.Value) {
        String name = series.family().name() + series.labelValues();
        assertThat(values.put(name, value(series))).as(name).isNull();
      }
    }
    return values;
  }

  private static String text(MetricSeries series) {
    return series.family().name() + series.labelValues() + " " + value(series);
  }

  private static double value(MetricSeries series) {
    return ((MetricSeries.Value) series).value();
  }
}
