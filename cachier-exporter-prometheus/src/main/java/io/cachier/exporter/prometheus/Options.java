package io.cachier.exporter.prometheus;

import io.cachier.spi.Settings;
import java.util.Optional;
import java.util.Set;

/**
 * Where and under which names the exporter publishes.
 *
 * @param server whether it listens itself
 * @param host the address that it listens on
 * @param port the port; 0 for any that is free
 * @param naming the names
 */
record Options(boolean server, String host, int port, Naming naming) {
  static final Options DEFAULTS = new Options(true, "127.0.0.1", 9090, Naming.CACHIER);
  static final int LAST_PORT = 65_535;

  private static final String SERVER = "prometheus.server";
  private static final String HOST = "prometheus.host";
  private static final String PORT = "prometheus.port";
  private static final String NAMING = "prometheus.naming";

  static final Set<String> SETTINGS = Set.of(SERVER, HOST, PORT, NAMING);

  /** The same, but for what is set. */
  Options with(Settings settings) {
    Optional<String> text = settings.text(NAMING);
    Optional<Naming> read = text.flatMap(Naming::of);
    if (text.isPresent() && read.isEmpty()) {
      settings.reject(NAMING, "it must be cachier or origin");
    }
    return new Options(
        settings.flag(SERVER).orElse(server),
        settings.text(HOST).orElse(host),
        settings.integer(PORT, 0, LAST_PORT).orElse(port),
        read.orElse(naming));
  }
}
