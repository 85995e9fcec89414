/** The backend {@code redis}: entries for a whole fleet, by Lettuce. */
@NullMarked
package io.cachier.backend.redis;

import org.jspecify.annotations.NullMarked;
