package io.cachier.core;

import io.cachier.spi.BackendProvider;
import io.cachier.spi.KeyEncoder;
import io.cachier.spi.MetricsExporter;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.ValueCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What ServiceLoader finds and what the builder adds, by name; the only user of ServiceLoader. What
 * is added beats what is found; two found under one name are an error that names both classes.
 *
 * @param backends by name
 * @param exporters by name
 * @param codecs by id
 * @param keyEncoders added ones first
 * @param addedExporters the names of the exporters that were built by hand
 */
record Providers(
    Map<String, BackendProvider> backends,
    Map<String, MetricsExporter> exporters,
    Map<String, ValueCodec> codecs,
    List<KeyEncoder<?>> keyEncoders,
    Set<String> addedExporters) {
  static final String FILE = "file";
  static final String JAVA = "java";

  /** Serves the functions that ask for a bound and name no backend. */
  static final String BOUNDED = "caffeine";

  static Providers find(
      List<BackendProvider> addedBackends,
      List<MetricsExporter> addedExporters,
      @Nullable ValueCodec addedCodec,
      List<KeyEncoder<?>> addedEncoders,
      List<String> problems) {
    List<KeyEncoder<?>> encoders = new ArrayList<>(addedEncoders);
    for (KeyEncoder<?> encoder : load(KeyEncoder.class, problems)) {
      if (addedEncoders.stream().noneMatch(added -> added.type() == encoder.type())) {
        encoders.add(encoder);
      }
    }
    Set<String> byHand = new TreeSet<>();
    addedExporters.forEach(e -> byHand.add(e.name()));
    return new Providers(
        byName(
            "backend",
            addedBackends,
            load(BackendProvider.class, problems),
            BackendProvider::name,
            problems),
        byName(
            "exporter",
            addedExporters,
            load(MetricsExporter.class, problems),
            MetricsExporter::name,
            problems),
        byName(
            "codec",
            addedCodec == null ? List.of() : List.of(addedCodec),
            load(ValueCodec.class, problems),
            ValueCodec::id,
            problems),
        List.copyOf(encoders),
        byHand);
  }

  /** Looks with the thread's loader and with our own: under a container they see different jars. */
  private static <T> List<T> load(Class<T> type, List<String> problems) {
    Map<Class<?>, T> found = new LinkedHashMap<>();
    try {
      for (ClassLoader loader : loaders()) {
        ServiceLoader.load(type, loader)
            .forEach(provider -> found.putIfAbsent(provider.getClass(), provider));
      }
    } catch (ServiceConfigurationError e) {
      problems.add("a " + type.getSimpleName() + " could not be loaded: " + e.getMessage());
    }
    return List.copyOf(found.values());
  }

  private static Set<ClassLoader> loaders() {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null) {
      loaders.add(context);
    }
    ClassLoader own = Providers.class.getClassLoader();
    if (own != null) {
      loaders.add(own);
    }
    return loaders;
  }

  private static <T> Map<String, T> byName(
      String kind,
      List<T> added,
      List<T> discovered,
      Function<T, String> name,
      List<String> problems) {
    Map<String, T> found = new LinkedHashMap<>();
    for (T provider : discovered) {
      T other = found.putIfAbsent(name.apply(provider), provider);
      if (other != null && other.getClass() != provider.getClass()) {
        problems.add(
            "two "
                + kind
                + "s on the class path are named '"
                + name.apply(provider)
                + "': "
                + other.getClass().getName()
                + " and "
                + provider.getClass().getName()
                + "; keep one");
      }
    }
    Map<String, T> all = new LinkedHashMap<>();
    for (T provider : added) {
      T other = all.put(name.apply(provider), provider);
      if (other != null) {
        problems.add("two " + kind + "s named '" + name.apply(provider) + "' were added; keep one");
      }
    }
    found.forEach(all::putIfAbsent);
    return Map.copyOf(all);
  }

  /** The settings that somebody here reads. */
  Collection<String> settings() {
    Set<String> names = new TreeSet<>();
    backends.values().forEach(b -> names.addAll(b.settings()));
    exporters.values().forEach(e -> names.addAll(e.settings()));
    codecs.values().forEach(c -> names.addAll(c.settings()));
    return names;
  }

  /** The backend for a function that names none and for which no setting does. */
  Optional<String> defaultBackend(List<String> problems) {
    List<String> shared =
        backends.values().stream()
            .filter(RemoteBackendProvider.class::isInstance)
            .map(BackendProvider::name)
            .filter(name -> !name.equals(FILE))
            .sorted()
            .toList();
    if (shared.size() > 1) {
      problems.add(
          "several shared backends were found, "
              + String.join(" and ", shared)
              + ", and none was chosen; set cachier.backend or call backend(...)");
      return Optional.empty();
    }
    return Optional.of(shared.isEmpty() ? FILE : shared.get(0));
  }

  Optional<BackendProvider> backend(String name, List<String> problems) {
    BackendProvider provider = backends.get(name);
    if (provider == null) {
      problems.add(
          "no backend '"
              + name
              + "'; found "
              + new TreeSet<>(backends.keySet())
              + "; add io.cachier:cachier-backend-"
              + name
              + ", or addBackend(...)");
    }
    return Optional.ofNullable(provider);
  }

  /** The codec that values are written with: the chosen one, else the one module's, else java. */
  Optional<ValueCodec> writingCodec(@Nullable String chosen, List<String> problems) {
    if (chosen != null) {
      ValueCodec codec = codecs.get(chosen);
      if (codec == null) {
        problems.add(
            "no codec '"
                + chosen
                + "'; found "
                + new TreeSet<>(codecs.keySet())
                + "; add io.cachier:cachier-codec-"
                + chosen
                + ", or codec(...)");
      }
      return Optional.ofNullable(codec);
    }
    List<String> modules =
        codecs.keySet().stream().filter(id -> !id.equals(JAVA)).sorted().toList();
    if (modules.size() > 1) {
      problems.add(
          "several codecs were found, "
              + String.join(" and ", modules)
              + ", and none was chosen; set cachier.codec or call codec(...)");
      return Optional.empty();
    }
    return Optional.ofNullable(codecs.get(modules.isEmpty() ? JAVA : modules.get(0)));
  }
}
