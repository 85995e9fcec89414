package io.cachier.core;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The version of this engine, as the build wrote it beside the classes. A manifest would not do: an
 * application that packs everything into one jar has a manifest of its own, and classes that are
 * run from a folder have none.
 */
final class EngineVersion {
  static final String UNKNOWN = "unknown";

  private static final String RESOURCE = "version.properties";

  private EngineVersion() {}

  /** Reads it; {@link #UNKNOWN} if the build left none. */
  static String read() {
    try (InputStream in = EngineVersion.class.getResourceAsStream(RESOURCE)) {
      return of(in);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /** What a resource tells; null: there is none. */
  static String of(@Nullable InputStream in) throws IOException {
    Properties properties = new Properties();
    if (in != null) {
      properties.load(in);
    }
    String version = properties.getProperty("version", UNKNOWN);
    // Compiled by something that fills in nothing.
    return version.startsWith("$") ? UNKNOWN : version;
  }
}
