/** The bounded backend: live values in this process, by Caffeine. */
@NullMarked
package io.cachier.backend.caffeine;

import org.jspecify.annotations.NullMarked;
