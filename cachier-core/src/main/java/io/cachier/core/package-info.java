/**
 * The engine: the way of a call, single flight, the guard around backends, and what it is built
 * from.
 */
@NullMarked
package io.cachier.core;

import org.jspecify.annotations.NullMarked;
