/**
 * Pushes the figures of cached functions to a StatsD server over UDP. {@link
 * io.cachier.exporter.statsd.StatsdExporter} is found by {@link java.util.ServiceLoader}; with the
 * jar on the class path nothing needs to be written. {@code docs/exporters/statsd.md} lists the
 * settings and every name that is sent.
 */
@NullMarked
package io.cachier.exporter.statsd;

import org.jspecify.annotations.NullMarked;
