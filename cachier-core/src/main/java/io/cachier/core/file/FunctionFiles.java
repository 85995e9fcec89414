package io.cachier.core.file;

import io.cachier.spi.EntryKey;
import io.cachier.spi.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The rules of all keys of a function. Each walks through many files: for the worker alone. Ends
 * early when closed.
 */
final class FunctionFiles {
  private static final long FORGOTTEN_AFTER_NANOS = TimeUnit.HOURS.toNanos(1);

  private final CacheDirectory directory;
  private final FileLayout layout;
  private final EntryFiles entries;
  private final BooleanSupplier closed;

  FunctionFiles(
      CacheDirectory directory, FileLayout layout, EntryFiles entries, BooleanSupplier closed) {
    this.directory = directory;
    this.layout = layout;
    this.entries = entries;
    this.closed = closed;
  }

  /**
   * Removes all entries. Claims end first, so that no computation that was running can store any
   * more; a file that it moved into place before that is there by the time the walk begins.
   */
  long clear(String function) throws IOException {
    clearClaims(function);
    long removed = 0;
    for (FileWalk walk = walk(function); walk.hasNext() && !closed.getAsBoolean(); ) {
      if (Files.deleteIfExists(layout.entry(walk.next()))) {
        removed++;
      }
    }
    FileWalk.removeLeftovers(layout, function, entries.nowEpochNanos());
    return removed;
  }

  long clearClaims(String function) throws IOException {
    directory.check();
    long ended = 0;
    for (String name : FileWalk.names(layout.claims(function))) {
      EntryKey key = FileLayout.keyOfClaim(function, name);
      if (key != null && !closed.getAsBoolean() && entries.endClaim(key)) {
        ended++;
      }
    }
    return ended;
  }

  /** Also forgets claims that are long over, and clears up behind killed processes. */
  long removeOlderThan(String function, Duration age) throws IOException {
    directory.check();
    long ageNanos = EpochNanos.span(age);
    long removed = 0;
    for (FileWalk walk = walk(function); walk.hasNext() && !closed.getAsBoolean(); ) {
      if (entries.removeIfOlder(walk.next(), ageNanos)) {
        removed++;
      }
    }
    long now = entries.nowEpochNanos();
    for (String name : FileWalk.names(layout.claims(function))) {
      EntryKey key = FileLayout.keyOfClaim(function, name);
      if (key != null) {
        entries.forgetClaim(key, now - FORGOTTEN_AFTER_NANOS);
      }
    }
    FileWalk.removeLeftovers(layout, function, now);
    return removed;
  }

  /**
   * Counts files and their lengths; unknown if that takes longer than a caller would wait.
   *
   * @param mostNanos how long to go on counting
   */
  Usage usage(String function, long mostNanos) throws IOException {
    directory.check();
    long startNanos = System.nanoTime();
    long count = 0;
    long bytes = 0;
    for (FileWalk walk = walk(function); walk.hasNext(); ) {
      long length = layout.entry(walk.next()).toFile().length();
      if (length > 0) {
        count++;
        bytes += Math.max(0, length - EntryHeader.BYTES);
      }
      if (System.nanoTime() - startNanos > mostNanos) {
        return Usage.UNKNOWN;
      }
    }
    return Usage.of(count, bytes);
  }

  FileWalk walk(String function) {
    return new FileWalk(layout, function);
  }
}
