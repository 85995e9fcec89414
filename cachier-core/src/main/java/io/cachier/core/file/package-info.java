/** The file backend: one file an entry. */
@NullMarked
package io.cachier.core.file;

import org.jspecify.annotations.NullMarked;
