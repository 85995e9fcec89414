package io.cachier.core;

import io.cachier.CachePolicy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What makes one cached function: its identity, the function itself, its keys and its policy.
 *
 * @param near its near cache; null: none
 */
record FunctionParts<A extends @Nullable Object, R extends @Nullable Object>(
    String name,
    Function<? super A, ? extends R> function,
    Keying<A> keying,
    CachePolicy policy,
    @Nullable NearHits<A> near) {}
