package io.cachier.exporter.prometheus;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link PrometheusExporter} by hand. Defaults: a registry of its own, and a server on
 * {@code 127.0.0.1:9090} that serves it, under the names of {@link Naming#CACHIER}. Not
 * thread-safe.
 */
public final class PrometheusExporterBuilder {
  private Options options = Options.DEFAULTS;
  private @Nullable PrometheusRegistry registry;

  PrometheusExporterBuilder() {}

  /**
   * Publishes in the application's own registry, for example {@code
   * PrometheusRegistry.defaultRegistry}, beside whatever else is there. Any number of exporters may
   * share one.
   *
   * @param registry the registry; by default the exporter has one of its own
   * @return this
   */
  public PrometheusExporterBuilder registry(PrometheusRegistry registry) {
    this.registry = registry;
    return this;
  }

  /**
   * Whether the exporter listens for scrapes. Without a server nothing listens, and the figures are
   * only in the {@link #registry(PrometheusRegistry) registry}.
   *
   * @param server true by default
   * @return this
   */
  public PrometheusExporterBuilder server(boolean server) {
    options = new Options(server, options.host(), options.port(), options.naming());
    return this;
  }

  /**
   * The address that the server listens on. Any other than a loopback address opens the figures,
   * which hold the names of functions, to who can reach this machine.
   *
   * @param host a name or a literal address of this machine; {@code 127.0.0.1} by default
   * @return this
   * @throws IllegalArgumentException if it is blank
   */
  public PrometheusExporterBuilder host(String host) {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host was '" + host + "' but it must name an address");
    }
    options = new Options(options.server(), host.strip(), options.port(), options.naming());
    return this;
  }

  /**
   * The port that the server listens on.
   *
   * @param port 0 to 65535; 0 picks a free one, which {@link PrometheusExporter#address()} tells;
   *     9090 by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public PrometheusExporterBuilder port(int port) {
    if (port < 0 || port > Options.LAST_PORT) {
      throw new IllegalArgumentException(
          "port was '" + port + "' but it must be within 0.." + Options.LAST_PORT);
    }
    options = new Options(options.server(), options.host(), port, options.naming());
    return this;
  }

  /**
   * The names that the figures have.
   *
   * @param naming {@link Naming#CACHIER} by default
   * @return this
   */
  public PrometheusExporterBuilder naming(Naming naming) {
    options = new Options(options.server(), options.host(), options.port(), naming);
    return this;
  }

  /**
   * Builds it. Nothing listens before {@link PrometheusExporter#start()}.
   *
   * @return a new exporter
   */
  public PrometheusExporter build() {
    return new PrometheusExporter(options, registry);
  }
}
