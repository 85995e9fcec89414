/** The StatsD exporter. */
@NullMarked
package io.cachier.exporter.statsd;

import org.jspecify.annotations.NullMarked;
