/** The recorder: striped cumulative cells, and windows by difference. */
@NullMarked
package io.cachier.core.metrics;

import org.jspecify.annotations.NullMarked;
