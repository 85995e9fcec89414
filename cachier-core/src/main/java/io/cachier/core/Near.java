package io.cachier.core;

import io.cachier.spi.CacheEntry;
import io.cachier.spi.EntryKey;

/**
 * What is kept near of an entry that was looked up.
 *
 * @param key its key on the backend
 * @param entry the entry, as the look-up gave it
 * @param version the version the backend has it in
 * @param ticket from when it is: with it, it is outdated
 */
record Near(EntryKey key, CacheEntry entry, long version, Ticket ticket) {
  /**
   * Taken before a look-up is sent. What is told to have changed after that outdates it, and so
   * whatever the look-up finds.
   *
   * @param generation of all that is kept
   * @param stripe of the key
   * @param stamp of the stripe
   * @param sentNanos by the ticker
   */
  record Ticket(long generation, int stripe, long stamp, long sentNanos) {}
}
