package io.cachier.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which names mean something, and the nearest of them to one that does not. */
final class KnownSettings {
  private static final Set<String> CORE =
      Set.of(
          "backend",
          "enabled",
          "stale-after",
          "stale-while-revalidate",
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
          "codec.java.allow");

  /**
   * First words of the settings of Cachier's other modules: one file may serve applications with
   * different modules. {@code test} is what test suites use.
   */
  private static final List<String> OTHER_MODULES =
      List.of(
          "redis",
          "mongo",
          "sql",
          "caffeine",
          "jackson",
          "prometheus",
          "statsd",
          "cloudwatch",
          "exporter",
          "test",
          "tck",
          "example");

  private final Set<String> names;

  KnownSettings(Collection<String> ofProviders) {
    names = new TreeSet<>(CORE);
    names.addAll(ofProviders);
  }

  /** One sentence for each setting that nobody knows. */
  List<String> unknown(SettingSources sources) {
    Set<String> forms = new TreeSet<>();
    names.forEach(name -> forms.add(SettingSources.form(name)));
    List<String> problems = new ArrayList<>();
    for (SettingSources.Layer layer : sources.layers()) {
      layer
          .values()
          .forEach(
              (form, entry) -> {
                if (!forms.contains(form) && !ofOtherModule(form)) {
                  problems.add(
                      entry.name()
                          + " ("
                          + layer.origin()
                          + ") is not a setting; did you mean "
                          + SettingSources.PREFIX
                          + nearest(form)
                          + "?");
                }
              });
    }
    return problems;
  }

  private static boolean ofOtherModule(String form) {
    return OTHER_MODULES.stream()
        .anyMatch(word -> form.equals(word) || form.startsWith(word + "_"));
  }

  private String nearest(String form) {
    return Nearest.to(form, names);
  }
}
