/** Estimates of what a live value weighs. */
@NullMarked
package io.cachier.core.size;

import org.jspecify.annotations.NullMarked;
