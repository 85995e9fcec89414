package io.cachier.core;

import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The merged settings; collects what is bad until somebody asks for it. */
final class MergedSettings implements Settings {
  private final SettingSources sources;
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

  MergedSettings(SettingSources sources) {
    this.sources = sources;
  }

  SettingSources sources() {
    return sources;
  }

  /** The same settings for another reader, whose bad ones are its own. */
  MergedSettings fresh() {
    return new MergedSettings(sources);
  }

  /** What was found wrong so far. */
  List<String> problems() {
    synchronized (problems) {
      return List.copyOf(problems);
    }
  }

  @Override
  public Optional<String> text(String name) {
    SettingSources.Entry entry = sources.find(name);
    return entry == null ? Optional.empty() : Optional.of(entry.value().trim());
  }

  @Override
  public Optional<Duration> duration(String name, Duration least, Duration most) {
    return text(name)
        .flatMap(
            text -> {
              Optional<Duration> duration = DurationText.parse(text);
              if (duration.isEmpty()) {
                reject(name, DurationText.ALLOWED);
                return Optional.empty();
              }
              if (duration.get().compareTo(least) < 0 || duration.get().compareTo(most) > 0) {
                reject(name, "it must be from " + least + " to " + most);
                return Optional.empty();
              }
              return duration;
            });
  }

  @Override
  public OptionalInt integer(String name, int least, int most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= least && value <= most) {
        return OptionalInt.of(value);
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number out of range.
    }
    reject(name, "it must be a whole number from " + least + " to " + most);
    return OptionalInt.empty();
  }

  @Override
  public OptionalLong bytes(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong bytes = SizeText.parse(text.get());
    if (bytes.isEmpty()) {
      reject(name, SizeText.ALLOWED);
    }
    return bytes;
  }

  /** A decimal number. */
  Optional<Double> number(String name) {
    return text(name)
        .flatMap(
            text -> {
              try {
                return Optional.of(Double.valueOf(text));
              } catch (NumberFormatException e) {
                reject(name, "it must be a number");
                return Optional.empty();
              }
            });
  }

  @Override
  public Optional<Boolean> flag(String name) {
    return text(name)
        .flatMap(
            text -> {
              if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
                return Optional.of(Boolean.valueOf(text));
              }
              reject(name, "it must be true or false");
              return Optional.empty();
            });
  }

  @Override
  public void reject(String name, String allowed) {
    SettingSources.Entry entry = sources.find(name);
    String written = entry == null ? SettingSources.PREFIX + name : entry.name();
    String value = entry == null ? "" : Secrets.shown(name, entry.value());
    problems.add(written + " was '" + value + "' but " + allowed);
  }
}
