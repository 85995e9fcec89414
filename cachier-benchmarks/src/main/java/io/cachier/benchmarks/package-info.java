/** Benchmarks: each beside a peer or a floor, in the same run. */
@NullMarked
package io.cachier.benchmarks;

import org.jspecify.annotations.NullMarked;
