package io.cachier.spi;

import java.util.Map;

/**
 * A figure that a backend publishes about itself.
 *
 * @param name lower-case words joined by underscores, with the unit last, for example {@code
 *     pool_connections}
 * @param labels what tells this figure from others of the same name
 * @param value the figure now
 */
public record Gauge(String name, Map<String, String> labels, double value) {
  /**
   * Copies the labels.
   *
   * @param name as the component
   * @param labels as the component
   * @param value as the component
   */
  public Gauge {
    labels = Map.copyOf(labels);
  }
}
