package io.cachier.exporter.prometheus;

import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Settings from a map; what is out of range is absent and written down, as the engine has it. */
final class MapSettings implements Settings {
  private final Map<String, String> values;
  final List<String> rejected = new ArrayList<>();

  MapSettings(Map<String, String> values) {
    this.values = values;
  }

  @Override
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public Optional<Duration> duration(String name, Duration least, Duration most) {
    throw new UnsupportedOperationException(name);
  }

  @Override
  public OptionalInt integer(String name, int least, int most) {
    OptionalInt read = text(name).stream().mapToInt(Integer::parseInt).findFirst();
    if (read.isPresent() && (read.getAsInt() < least || read.getAsInt() > most)) {
      rejected.add(name);
      return OptionalInt.empty();
    }
    return read;
  }

  @Override
  public OptionalLong bytes(String name) {
    throw new UnsupportedOperationException(name);
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
