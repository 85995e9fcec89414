/** Declared types with their type arguments resolved, for keys and codecs alike. */
@NullMarked
package io.cachier.core.type;

import org.jspecify.annotations.NullMarked;
