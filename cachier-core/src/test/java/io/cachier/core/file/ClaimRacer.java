package io.cachier.core.file;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Claims every key on every thread once a line comes in, and prints the keys it was granted. */
final class ClaimRacer {
  static final int KEYS = 200;
  private static final int THREADS = 4;

  private ClaimRacer() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    RemoteBackend backend =
        new FileBackend(new CacheDirectory(Path.of(arguments[0]), true), InstantSource.system());
    backend.lookup(Keys.of("race", 0)).toCompletableFuture().join();
    System.out.println("ready");
    if (System.in.read() < 0) {
      return;
    }
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> race(backend));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    backend.close();
  }

  private static void race(RemoteBackend backend) {
    for (int i = 0; i < KEYS; i++) {
      EntryKey key = Keys.of("race", i);
      Claim claim = backend.claim(key, "racer", Duration.ofHours(1)).toCompletableFuture().join();
      if (claim instanceof Claim.Granted granted) {
        synchronized (System.out) {
          System.out.println(i + " " + granted.token());
        }
      }
    }
  }
}
