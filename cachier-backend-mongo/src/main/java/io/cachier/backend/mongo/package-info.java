/** The backend {@code mongo}: entries for a whole fleet, by the Reactive Streams driver. */
@NullMarked
package io.cachier.backend.mongo;

import org.jspecify.annotations.NullMarked;
