/** Programs to run and to read. */
@NullMarked
package io.cachier.examples;

import org.jspecify.annotations.NullMarked;
