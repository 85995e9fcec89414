/** The figures of a cached function: collector, immutable snapshots, timing scope. */
@NullMarked
package io.cachier.metrics;

import org.jspecify.annotations.NullMarked;
