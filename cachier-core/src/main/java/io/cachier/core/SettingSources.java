package io.cachier.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The layers of settings, the strongest first: code, {@code -Dcachier.*}, {@code CACHIER_*}, {@code
 * cachier.properties}. Names are compared in one form: lower case, without the prefix, with dots
 * and hyphens as underscores, which is what an environment variable can hold.
 */
record SettingSources(List<Layer> layers) {
  static final String PREFIX = "cachier.";
  static final String ENVIRONMENT = "environment";
  private static final String ENV_PREFIX = "CACHIER_";

  /** One layer: where it comes from, and name to value in the common form. */
  record Layer(String origin, Map<String, Entry> values) {}

  /** A setting as it was written. */
  record Entry(String name, String value) {}

  static SettingSources of(Map<String, String> code, List<String> problems) {
    Map<String, String> system = new TreeMap<>();
    Properties properties = System.getProperties();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        system.put(name, properties.getProperty(name));
      }
    }
    Map<String, String> environment = new TreeMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith(ENV_PREFIX)) {
                environment.put(name, value);
              }
            });
    List<Layer> layers = new ArrayList<>();
    layers.add(layer("builder", code));
    layers.add(layer("system property", system));
    layers.add(layer(ENVIRONMENT, environment));
    layers.add(layer("cachier.properties", file(problems)));
    return new SettingSources(List.copyOf(layers));
  }

  private static Layer layer(String origin, Map<String, String> values) {
    Map<String, Entry> byForm = new LinkedHashMap<>();
    values.forEach((name, value) -> byForm.put(form(name), new Entry(name, value)));
    return new Layer(origin, byForm);
  }

  private static Map<String, String> file(List<String> problems) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    if (loader == null) {
      loader = SettingSources.class.getClassLoader();
    }
    Map<String, String> values = new TreeMap<>();
    try (InputStream in = loader.getResourceAsStream("cachier.properties")) {
      if (in != null) {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
          properties.load(reader);
        }
        for (String name : properties.stringPropertyNames()) {
          values.put(name, properties.getProperty(name));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      problems.add("cachier.properties on the class path can't be read: " + e.getMessage());
    }
    return values;
  }

  static String form(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return lower.startsWith("cachier_") ? lower.substring("cachier_".length()) : lower;
  }

  /** The strongest layer's value of a setting, or null. */
  @Nullable Entry find(String name) {
    String form = form(name);
    for (Layer layer : layers) {
      Entry entry = layer.values().get(form);
      if (entry != null && !entry.value().isBlank()) {
        return entry;
      }
    }
    return null;
  }
}
