package io.cachier.core.file;

import io.cachier.spi.EntryKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Walks through the entry files of a function, one shard at a time: holds the names of one shard
 * and no open handle, so it may be left standing or given up at any time.
 */
final class FileWalk {
  /** A temporary file this old belongs to a process that was killed while it wrote. */
  private static final long LEFTOVER_NANOS = TimeUnit.HOURS.toNanos(1);

  private final FileLayout layout;
  private final String function;
  private final Deque<EntryKey> keys = new ArrayDeque<>();
  private int nextShard;

  FileWalk(FileLayout layout, String function) {
    this.layout = layout;
    this.function = function;
  }

  boolean hasNext() {
    while (keys.isEmpty() && nextShard < FileLayout.SHARDS) {
      for (String name : names(layout.shard(function, nextShard))) {
        EntryKey key = FileLayout.keyOfEntry(function, nextShard, name);
        if (key != null) {
          keys.add(key);
        }
      }
      nextShard++;
    }
    return !keys.isEmpty();
  }

  /** The next entry's key, if {@link #hasNext}. The entry may be gone already. */
  EntryKey next() {
    return keys.remove();
  }

  /** Removes what killed processes left behind. */
  static void removeLeftovers(FileLayout layout, String function, long nowEpochNanos)
      throws IOException {
    for (int shard = 0; shard < FileLayout.SHARDS; shard++) {
      Path folder = layout.shard(function, shard);
      for (String name : names(folder)) {
        if (name.endsWith(FileLayout.TEMPORARY)) {
          removeIfOld(folder.resolve(name), nowEpochNanos);
        }
      }
    }
  }

  /** The files in a folder; none if there is no such folder. */
  static String[] names(Path folder) {
    String[] names = folder.toFile().list();
    return names == null ? new String[0] : names;
  }

  private static void removeIfOld(Path file, long nowEpochNanos) throws IOException {
    if (Files.exists(file)) {
      FileTime modified = Files.getLastModifiedTime(file);
      if (nowEpochNanos - modified.to(TimeUnit.NANOSECONDS) > LEFTOVER_NANOS) {
        Files.deleteIfExists(file);
      }
    }
  }
}
