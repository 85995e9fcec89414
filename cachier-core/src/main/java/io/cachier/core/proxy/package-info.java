/** Interfaces with annotated methods: what they say, and calls on their way to the target. */
@NullMarked
package io.cachier.core.proxy;

import org.jspecify.annotations.NullMarked;
