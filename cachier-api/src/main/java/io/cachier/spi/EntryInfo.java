package io.cachier.spi;

import java.time.Duration;

/**
 * One stored entry, without its value.
 *
 * @param key its address
 * @param age how long ago it was stored, by the backend's own clock
 * @param sizeBytes the size of its payload
 * @param claimed whether a live claim stands on it
 */
public record EntryInfo(EntryKey key, Duration age, long sizeBytes, boolean claimed) {}
