package io.cachier.core.file;

import io.cachier.spi.EntryKey;
import io.cachier.spi.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
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
   * Removes all entries, in a time that doesn't grow with their sizes and hardly with their number:
   * whole shards are moved aside at once, and deleted later by {@link #deleteCleared}. Claims end
   * first, so that no computation that was running can store any more; a file that it moved into
   * place before that lies in a shard that is moved aside. A writer that loses its temporary file
   * that way writes it again.
   */
  long clear(String function) throws IOException {
    clearClaims(function);
    long removed = 0;
    for (int shard = 0; shard < FileLayout.SHARDS; shard++) {
      Path folder = layout.shard(function, shard);
      if (Files.exists(folder)) {
        removed += moveAside(function, shard, folder);
      }
    }
    // What could not be moved, for example because somebody has a file of it open on Windows.
    for (FileWalk walk = walk(function); walk.hasNext() && !closed.getAsBoolean(); ) {
      if (Files.deleteIfExists(layout.entry(walk.next()))) {
        removed++;
      }
    }
    return removed;
  }

  /** Deletes what {@link #clear} moved aside, here or in a process that was killed meanwhile. */
  void deleteCleared(String function) throws IOException {
    for (String name : FileWalk.names(layout.function(function))) {
      if (name.startsWith(FileLayout.CLEARED)) {
        Path folder = layout.function(function).resolve(name);
        for (String file : FileWalk.names(folder)) {
          if (closed.getAsBoolean()) {
            return; // The next clearing goes on.
          }
          Files.deleteIfExists(folder.resolve(file));
        }
        Files.deleteIfExists(folder);
      }
    }
  }

  private long moveAside(String function, int shard, Path folder) {
    Path aside = layout.cleared(function);
    try {
      Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException busy) {
      return 0; // Its files are deleted one by one instead.
    }
    return Arrays.stream(FileWalk.names(aside))
        .filter(name -> FileLayout.keyOfEntry(function, shard, name) != null)
        .count();
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
