package io.cachier.backend.sql;

import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Settings from a map, for tests below the engine. */
final class TestSettings implements Settings {
  private final Map<String, String> values;
  private final List<String> rejected = new ArrayList<>();

  TestSettings(Map<String, String> values) {
    this.values = values;
  }

  /** As much time as a busy machine may take, unless the test is about that. */
  static RemoteBackend open(Map<String, String> values) {
    return new SqlBackendProvider().open(patient(values));
  }

  static TestSettings patient(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(Map.of("sql.statement-timeout", "PT30S"));
    all.putAll(values);
    return new TestSettings(all);
  }

  List<String> rejected() {
    return rejected;
  }

  @Override
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public Optional<Duration> duration(String name, Duration least, Duration most) {
    return text(name).map(Duration::parse);
  }

  @Override
  public OptionalInt integer(String name, int least, int most) {
    return text(name).stream().mapToInt(Integer::parseInt).findFirst();
  }

  @Override
  public OptionalLong bytes(String name) {
    return OptionalLong.empty();
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
