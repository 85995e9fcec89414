package io.cachier.tck;

import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Settings from a map, which remember what was asked for and what was refused. Units are not known
 * here: durations are ISO-8601, sizes are bytes.
 */
final class RecordingSettings implements Settings {
  private final Map<String, String> values;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final List<String> rejected = new CopyOnWriteArrayList<>();

  RecordingSettings(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  Set<String> asked() {
    return Set.copyOf(asked);
  }

  List<String> rejected() {
    return new ArrayList<>(rejected);
  }

  @Override
  public Optional<String> text(String name) {
    asked.add(name);
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(text -> !text.isEmpty());
  }

  @Override
  public Optional<Duration> duration(String name, Duration least, Duration most) {
    return text(name)
        .map(Duration::parse)
        .filter(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0);
  }

  @Override
  public OptionalInt integer(String name, int least, int most) {
    return text(name).stream()
        .mapToInt(Integer::parseInt)
        .filter(i -> i >= least && i <= most)
        .findFirst();
  }

  @Override
  public OptionalLong bytes(String name) {
    return text(name).stream().mapToLong(Long::parseLong).filter(n -> n >= 1).findFirst();
  }

  @Override
  public Optional<Boolean> flag(String name) {
    return text(name).map(Boolean::valueOf);
  }

  @Override
  public void reject(String name, String allowed) {
    rejected.add(name + ": " + allowed);
  }
}
