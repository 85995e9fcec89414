package io.cachier.core.key;

import org.jspecify.annotations.Nullable;

/**
 * The two arguments of a bi-function as one. In keys it is an argument list, not a record: renaming
 * this class changes no key.
 *
 * @param first the first argument
 * @param second the second argument
 */
public record Arguments(@Nullable Object first, @Nullable Object second) {}
