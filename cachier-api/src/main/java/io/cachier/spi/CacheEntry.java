package io.cachier.spi;

import org.jspecify.annotations.Nullable;

/**
 * A value as the engine knows it: live, with the moment of its writing on this process's {@link
 * Ticker}.
 *
 * @param value the value itself, shared and not copied; null is a cached null
 * @param writtenNanos when it was written, by the ticker
 * @param computeNanos how long its computation took, zero or more
 * @param sizeBytes its size, estimated where values are live; -1: not measured
 */
public record CacheEntry(
    @Nullable Object value, long writtenNanos, long computeNanos, long sizeBytes) {}
