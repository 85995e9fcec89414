package io.cachier.core.file;

import io.cachier.spi.EntryKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * One writer a key, over all processes. First a lock of this process, because a file lock holds
 * back other processes only; then a byte of the lock file. Readers need neither.
 */
final class KeyLocks {
  private static final ReentrantLock[] IN_PROCESS =
      Stream.generate(ReentrantLock::new).limit(1024).toArray(ReentrantLock[]::new);

  private static final long LEAST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long MOST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  private final LockFile file;
  private final Path path;
  private final long patienceNanos;

  KeyLocks(Path path, long patienceNanos) {
    this.file = LockFile.share(path);
    this.path = path;
    this.patienceNanos = patienceNanos;
  }

  void close() {
    file.release();
  }

  /** Does work as the only writer of a key. Blocks while another works on it, but not for long. */
  <T> T locked(EntryKey key, FileAction<T> work) throws IOException {
    long deadlineNanos = System.nanoTime() + patienceNanos;
    // Two keys that share a position exclude each other for no reason, but do no harm.
    long position = ByteBuffer.wrap(key.digest()).getInt(4) & 0x7fff_ffffL;
    ReentrantLock mine = IN_PROCESS[(int) (position % IN_PROCESS.length)];
    boolean interrupted = false;
    try {
      while (!mine.tryLock()) {
        interrupted |= pause(LEAST_PAUSE_NANOS, deadlineNanos);
      }
      try {
        FileLock lock = file.tryLock(position);
        for (long pause = LEAST_PAUSE_NANOS; lock == null; lock = file.tryLock(position)) {
          interrupted |= pause(pause, deadlineNanos);
          pause = Math.min(2 * pause, MOST_PAUSE_NANOS);
        }
        try {
          return work.run();
        } finally {
          release(lock);
        }
      } finally {
        mine.unlock();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void release(FileLock lock) throws IOException {
    try {
      lock.release();
    } catch (ClosedChannelException gone) {
      // The lock file was deleted or closed meanwhile, and the lock with it.
    }
  }

  /** Sleeps a little, whether interrupted or not; tells whether it was. */
  private boolean pause(long nanos, long deadlineNanos) throws IOException {
    if (System.nanoTime() - deadlineNanos > 0) {
      throw new IOException(
          "the lock on "
              + path
              + " was not free for "
              + TimeUnit.NANOSECONDS.toMillis(patienceNanos)
              + " ms; is a process that uses this folder stopped?");
    }
    boolean interrupted = Thread.interrupted();
    LockSupport.parkNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos));
    return interrupted;
  }
}
