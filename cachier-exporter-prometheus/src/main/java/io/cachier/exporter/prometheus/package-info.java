/** The Prometheus exporter. */
@NullMarked
package io.cachier.exporter.prometheus;

import org.jspecify.annotations.NullMarked;
