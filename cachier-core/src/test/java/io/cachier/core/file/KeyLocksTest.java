package io.cachier.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.spi.EntryKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyLocksTest {
  private static final EntryKey KEY = Keys.of("f", 1);

  private final ExecutorService pool = Executors.newCachedThreadPool();
  private Path path = Path.of("unset");

  @BeforeEach
  void place(@TempDir Path temp) {
    path = temp.resolve("root/.lock");
  }

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void locked_twoUsersOfOneFolder_neverAtOnce() throws Exception {
    KeyLocks[] users = {new KeyLocks(path, 60_000_000_000L), new KeyLocks(path, 60_000_000_000L)};
    int[] plain = {0}; // Not atomic: two at once would lose counts.
    CompletableFuture<?>[] runs = new CompletableFuture<?>[4];
    for (int t = 0; t < runs.length; t++) {
      KeyLocks mine = users[t % 2];
      runs[t] =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 500; i++) {
                  uncheckedLocked(mine, () -> plain[0]++);
                }
              },
              pool);
    }
    CompletableFuture.allOf(runs).get(60, TimeUnit.SECONDS);
    assertThat(plain[0]).isEqualTo(2_000);
    users[0].close();
    assertThat(users[1].locked(KEY, () -> "still works")).isEqualTo("still works");
    users[1].close();
  }

  @Test
  void locked_heldTooLong_failsWithTheFileAndKeepsTheInterrupt() throws Exception {
    KeyLocks locks = new KeyLocks(path, 5_000_000L);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    CompletableFuture<?> holder =
        CompletableFuture.runAsync(
            () ->
                uncheckedLocked(
                    locks,
                    () -> {
                      entered.countDown();
                      return leave.await(60, TimeUnit.SECONDS);
                    }),
            pool);
    entered.await();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> locks.locked(KEY, () -> "never"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("5 ms");
    assertThat(Thread.interrupted()).isTrue();
    leave.countDown();
    holder.get(60, TimeUnit.SECONDS);
    locks.close();
  }

  @Test
  void locked_takenByAnotherCopyOfTheLibrary_waitsForIt() throws Exception {
    KeyLocks impatient = new KeyLocks(path, 5_000_000L);
    assertThat(impatient.locked(KEY, () -> 1)).isEqualTo(1);
    try (FileChannel foreign = FileChannel.open(path, StandardOpenOption.WRITE);
        FileLock all = foreign.lock()) {
      assertThat(all.isValid()).isTrue();
      assertThatThrownBy(() -> impatient.locked(KEY, () -> 2)).isInstanceOf(IOException.class);
    }
    assertThat(impatient.locked(KEY, () -> 3)).isEqualTo(3);
    impatient.close();
  }

  @Test
  void locked_lockFileReplaced_locksTheNewOne() throws IOException {
    KeyLocks locks = new KeyLocks(path, 60_000_000_000L);
    locks.locked(KEY, () -> 1);
    Files.delete(path);
    Files.createFile(path);
    locks.locked(
        KEY,
        () -> {
          try (FileChannel foreign = FileChannel.open(path, StandardOpenOption.WRITE)) {
            assertThatThrownBy(foreign::tryLock).isInstanceOf(OverlappingFileLockException.class);
          }
          return 2;
        });
    Files.delete(path);
    assertThat(locks.locked(KEY, () -> 3)).isEqualTo(3);
    assertThat(path).exists();
    locks.close();
  }

  @Test
  void locked_workFails_frees() throws IOException {
    KeyLocks locks = new KeyLocks(path, 1_000_000_000L);
    assertThatThrownBy(
            () ->
                locks.locked(
                    KEY,
                    () -> {
                      throw new IOException("disk");
                    }))
        .hasMessage("disk");
    assertThat(locks.locked(KEY, () -> 2)).isEqualTo(2);
    locks.close();
  }

  private interface Work<T> {
    T run() throws Exception;
  }

  private static <T> T uncheckedLocked(KeyLocks locks, Work<T> work) {
    try {
      return locks.locked(
          KEY,
          () -> {
            try {
              return work.run();
            } catch (Exception failure) {
              throw new IOException(failure);
            }
          });
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
