package io.cachier.core.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One file whose byte ranges stand for locks between processes; the operating system frees the
 * locks of a process that dies. There is one of it for each path in this process, because on POSIX
 * closing any descriptor of a file drops all of the process's locks on it.
 */
final class LockFile {
  private static final Map<Path, LockFile> OPEN = new HashMap<>();

  private final Path path;
  private int users; // guarded by OPEN
  private @Nullable FileChannel channel; // guarded by this
  private @Nullable Object fileKey; // guarded by this

  private LockFile(Path path) {
    this.path = path;
  }

  /** Shares the lock file of a path; {@link #release} gives it back. */
  static LockFile share(Path path) {
    synchronized (OPEN) {
      LockFile file = OPEN.computeIfAbsent(path, LockFile::new);
      file.users++;
      return file;
    }
  }

  void release() {
    synchronized (OPEN) {
      if (--users == 0) {
        OPEN.remove(path);
        close();
      }
    }
  }

  /**
   * Takes the lock at a position, if it is free.
   *
   * @param position one byte of the file, which need not be that long
   * @return null if another process has it
   */
  @Nullable FileLock tryLock(long position) throws IOException {
    FileLock lock;
    try {
      lock = channel().tryLock(position, 1, false);
    } catch (OverlappingFileLockException taken) {
      // By this JVM, but not by this class: a second copy of the library in another class loader.
      return null;
    }
    if (lock != null && isReplaced()) {
      // Somebody deleted the folder: a lock on the old file excludes nobody who opens the new one.
      close();
      return null;
    }
    return lock;
  }

  private synchronized FileChannel channel() throws IOException {
    if (channel == null || !channel.isOpen()) {
      OwnerOnly.createFolders(path.resolveSibling("."));
      try {
        OwnerOnly.createFile(path);
      } catch (FileAlreadyExistsException expected) {
        // Another process, or an earlier run.
      }
      channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      fileKey = keyOf(path);
    }
    return channel;
  }

  private synchronized boolean isReplaced() throws IOException {
    try {
      Object now = keyOf(path);
      return now != null && !now.equals(fileKey);
    } catch (NoSuchFileException deleted) {
      return true;
    }
  }

  private synchronized void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException harmless) {
        // Nothing was written through it.
      }
      channel = null;
    }
  }

  private static @Nullable Object keyOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }
}
