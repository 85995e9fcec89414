/** What an application uses: {@link io.cachier.Cachier} and the functions that it caches. */
@NullMarked
package io.cachier;

import org.jspecify.annotations.NullMarked;
