/** Values as bytes: the envelope, and the java codec behind its allow-list. */
@NullMarked
package io.cachier.core.codec;

import org.jspecify.annotations.NullMarked;
