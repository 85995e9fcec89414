/** Keys: live ones for local backends, canonical digests for remote ones. */
@NullMarked
package io.cachier.core.key;

import org.jspecify.annotations.NullMarked;
