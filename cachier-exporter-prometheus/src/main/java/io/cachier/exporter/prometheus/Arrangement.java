package io.cachier.exporter.prometheus;

import io.cachier.exporter.prometheus.ServedFunction.Reading;
import io.cachier.metrics.MetricFamily;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each series of each function stands in the exposition: family by family, and by labels in
 * each. client_java demands that order and would sort at every scrape; here it is found out when
 * functions come and go or have new series, and used until then. Immutable.
 */
final class Arrangement {
  static final Arrangement EMPTY = of(List.of());

  private final List<SeriesLayout> layouts;
  private final int[][] positions;
  private final List<Section> sections;
  private final int size;

  private Arrangement(
      List<SeriesLayout> layouts, int[][] positions, List<Section> sections, int size) {
    this.layouts = layouts;
    this.positions = positions;
    this.sections = sections;
    this.size = size;
  }

  /** One family, and where its points begin and end. */
  private record Section(MetricFamily family, MetricMetadata metadata, int from, int to) {}

  /** The series of one place of one layout. */
  private record Entry(int layout, int place, SeriesLayout.Place series) {}

  static Arrangement of(List<SeriesLayout> layouts) {
    IdentityHashMap<MetricFamily, List<Entry>> byFamily = new IdentityHashMap<>();
    int[][] positions = new int[layouts.size()][];
    for (int i = 0; i < positions.length; i++) {
      SeriesLayout layout = layouts.get(i);
      positions[i] = new int[layout.size()];
      for (int j = 0; j < layout.size(); j++) {
        SeriesLayout.Place place = layout.place(j);
        byFamily
            .computeIfAbsent(place.family(), family -> new ArrayList<>())
            .add(new Entry(i, j, place));
      }
    }
    List<Section> sections = new ArrayList<>();
    int next = 0;
    for (Map.Entry<MetricFamily, List<Entry>> family : byFamily.entrySet()) {
      int from = next;
      family.getValue().sort(Comparator.comparing(entry -> entry.series().labels()));
      for (Entry entry : family.getValue()) {
        positions[entry.layout()][entry.place()] = next++;
      }
      sections.add(new Section(family.getKey(), Families.metadata(family.getKey()), from, next));
    }
    return new Arrangement(List.copyOf(layouts), positions, sections, next);
  }

  /** Whether the readings have these layouts, in this order. */
  boolean fits(List<Reading> readings) {
    if (readings.size() != layouts.size()) {
      return false;
    }
    for (int i = 0; i < positions.length; i++) {
      if (readings.get(i).layout() != layouts.get(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Puts points in their places.
   *
   * @param readings what {@link #fits}
   * @return a snapshot for each family
   */
  List<MetricSnapshot> arrange(List<Reading> readings) {
    DataPointSnapshot[] all = new DataPointSnapshot[size];
    for (int i = 0; i < positions.length; i++) {
      List<DataPointSnapshot> points = readings.get(i).points();
      for (int j = 0; j < points.size(); j++) {
        all[positions[i][j]] = points.get(j);
      }
    }
    List<DataPointSnapshot> inOrder = Arrays.asList(all);
    List<MetricSnapshot> snapshots = new ArrayList<>();
    for (Section section : sections) {
      snapshots.add(
          Families.snapshot(
              section.family().kind(),
              section.metadata(),
              inOrder.subList(section.from(), section.to())));
    }
    return snapshots;
  }
}
