/** The memory backend: live values in this process, unbounded. */
@NullMarked
package io.cachier.core.memory;

import org.jspecify.annotations.NullMarked;
