package io.cachier.core;

import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Settings given as texts; keeps what was rejected. */
public final class FakeSettings implements Settings {
  private final Map<String, String> texts;
  private final List<String> rejected = new ArrayList<>();

  private FakeSettings(Map<String, String> texts) {
    this.texts = texts;
  }

  /** Nothing is set. */
  public static FakeSettings none() {
    return new FakeSettings(Map.of());
  }

  /** One setting. */
  public static FakeSettings of(String name, String text) {
    return new FakeSettings(Map.of(name, text));
  }

  /** What was rejected, each as name, colon, what is allowed. */
  public List<String> rejected() {
    return rejected;
  }

  @Override
  public Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  @Override
  public Optional<Duration> duration(String name, Duration least, Duration most) {
    return Optional.empty();
  }

  @Override
  public OptionalInt integer(String name, int least, int most) {
    return OptionalInt.empty();
  }

  @Override
  public OptionalLong bytes(String name) {
    return text(name).stream().mapToLong(Long::parseLong).findFirst();
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
