package io.cachier.core;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which names mean something, and the nearest of them to one that does not. */
final class KnownSettings {
  private static final System.Logger LOGGER = System.getLogger(KnownSettings.class.getName());

  private static final Set<String> CORE =
      Set.of(
          "backend",
          "enabled",
          "stale-after",
          "stale-while-revalidate",
          "stale-if-error",
          "jitter",
          "early-refresh",
          "cleanup",
          "keep-keys",
          "near-cache.entries",
          "near-cache.ttl",
          "wait-timeout",
          "wait-policy",
          "cache-nulls",
          "entry-size-limit",
          "metrics",
          "metrics.sampling-rate",
          "metrics.windows",
          "claim-lease",
          "operation-timeout",
          "breaker.failures",
          "breaker.pause",
          "max-workers",
          "codec",
          "compression",
          "compression.threshold");

  /**
   * First words of the settings of Cachier's other modules: one file may serve applications with
   * different modules. Where the module is there, its settings are known, and others are errors.
   */
  private static final List<String> OTHER_MODULES =
      List.of("redis", "mongo", "sql", "caffeine", "jackson", "prometheus", "statsd", "cloudwatch");

  /** First words of anything; {@code test} is what test suites use. */
  private static final List<String> ANYBODYS = List.of("exporter", "test", "tck", "example");

  private final Set<String> names;

  KnownSettings(Collection<String> ofProviders) {
    names = new TreeSet<>(CORE);
    names.addAll(ofProviders);
  }

  /** One sentence for each setting that nobody knows, but for those of the environment. */
  List<String> unknown(SettingSources sources) {
    return sources.layers().stream()
        .filter(layer -> !layer.origin().equals(SettingSources.ENVIRONMENT))
        .flatMap(this::unknownIn)
        .toList();
  }

  /**
   * Warns of environment variables that nobody knows. They are no error: whoever runs a service
   * named cachier is given variables such as CACHIER_PORT by the platform.
   */
  void warnOfUnknownVariables(SettingSources sources) {
    sources.layers().stream()
        .filter(layer -> layer.origin().equals(SettingSources.ENVIRONMENT))
        .flatMap(this::unknownIn)
        .forEach(sentence -> LOGGER.log(System.Logger.Level.WARNING, sentence));
  }

  private Stream<String> unknownIn(SettingSources.Layer layer) {
    Set<String> forms = names.stream().map(SettingSources::form).collect(Collectors.toSet());
    return layer.values().entrySet().stream()
        .filter(setting -> !forms.contains(setting.getKey()))
        .filter(setting -> !ofAbsentModule(setting.getKey(), forms))
        .map(
            setting ->
                setting.getValue().name()
                    + " ("
                    + layer.origin()
                    + ") is not a setting; did you mean "
                    + SettingSources.PREFIX
                    + Nearest.to(setting.getKey(), names)
                    + "?");
  }

  private static boolean ofAbsentModule(String form, Set<String> known) {
    return ANYBODYS.stream().anyMatch(word -> isOf(word, form))
        || OTHER_MODULES.stream()
            .filter(word -> isOf(word, form))
            .anyMatch(word -> known.stream().noneMatch(name -> isOf(word, name)));
  }

  private static boolean isOf(String word, String form) {
    return form.equals(word) || form.startsWith(word + "_");
  }
}
