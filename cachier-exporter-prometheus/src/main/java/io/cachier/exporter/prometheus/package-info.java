/**
 * Figures for Prometheus: {@link io.cachier.exporter.prometheus.PrometheusExporter} serves them
 * over HTTP, or publishes them in the application's own registry.
 */
@NullMarked
package io.cachier.exporter.prometheus;

import org.jspecify.annotations.NullMarked;
