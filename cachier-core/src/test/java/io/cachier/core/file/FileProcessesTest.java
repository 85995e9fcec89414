package io.cachier.core.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cachier.spi.Claim;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes on one folder: killed, racing, and short of space. */
final class FileProcessesTest {
  private final List<Process> children = new ArrayList<>();

  @AfterEach
  void endChildren() {
    children.forEach(Process::destroyForcibly);
  }

  @Test
  void lookup_writersAreKilledAgainAndAgain_givesOldOrNewButNothingBroken(@TempDir Path root)
      throws Exception {
    try (RemoteBackend reader = open(root)) {
      int reads = 0;
      for (int kill = 0; kill < 6; kill++) {
        Process one = child(ChildJvm.start(TortureWriter.class, root.toString()));
        Process two = child(ChildJvm.start(TortureWriter.class, root.toString()));
        assertThat(one.inputReader(UTF_8).readLine()).isEqualTo("writing");
        assertThat(two.inputReader(UTF_8).readLine()).isEqualTo("writing");
        for (int i = 0; i < 2_000 + kill * 100; i++) {
          reads += readWhole(reader, i);
        }
        one.destroyForcibly().waitFor();
        reads += readWhole(reader, kill);
        two.destroyForcibly().waitFor();
        for (int i = 0; i < TortureWriter.KEYS; i++) {
          reads += readWhole(reader, i);
        }
        // Nothing that the dead held is held any more.
        var stored =
            reader.store(Keys.of("torture", kill), TortureWriter.payload(), 0, Optional.empty());
        assertThat(stored.toCompletableFuture().join()).isTrue();
      }
      assertThat(reads).isGreaterThan(12_000);
    }
  }

  @Test
  void claim_fourProcessesOfFourThreads_grantEachKeyOnce(@TempDir Path root) throws Exception {
    List<BufferedReader> outputs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Process racer = child(ChildJvm.start(ClaimRacer.class, root.toString()));
      outputs.add(new BufferedReader(new InputStreamReader(racer.getInputStream(), UTF_8)));
    }
    for (BufferedReader output : outputs) {
      assertThat(output.readLine()).isEqualTo("ready");
    }
    for (Process racer : children) {
      racer.getOutputStream().write('\n');
      racer.getOutputStream().flush();
    }
    List<Integer> granted = new ArrayList<>();
    for (BufferedReader output : outputs) {
      output.lines().map(line -> Integer.valueOf(line.split(" ", 2)[0])).forEach(granted::add);
    }
    assertThat(granted).hasSize(ClaimRacer.KEYS).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(granted).last()).isEqualTo(ClaimRacer.KEYS - 1);
    for (Process racer : children) {
      assertThat(racer.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(racer.exitValue()).isZero();
    }
    try (RemoteBackend late = open(root)) {
      Claim claim =
          late.claim(Keys.of("race", 0), "late", Duration.ofSeconds(1))
              .toCompletableFuture()
              .join();
      assertThat(claim).isInstanceOf(Claim.Held.class);
    }
  }

  @Test
  void store_noRoomLeft_failsWithFileAndRemedyAndKeepsTheOldValue(@TempDir Path root)
      throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
    Process writer =
        child(ChildJvm.startLimited("ulimit -f 200", LimitedWriter.class, root.toString()));
    BufferedReader output = writer.inputReader(UTF_8);
    assertThat(output.readLine()).isEqualTo("stored");
    assertThat(output.readLine()).contains("IOException", root.toString(), "free space");
    assertThat(writer.waitFor()).isZero();
    try (RemoteBackend reader = open(root)) {
      Lookup found = reader.lookup(Keys.of("full", 1)).toCompletableFuture().join();
      assertThat(found.stored()).isNotNull();
      assertThat(found.stored().payload()).isEqualTo("small".getBytes(UTF_8));
    }
    try (var files = Files.walk(root)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  @Test
  void awaitSettled_otherProcessNeverAnswers_itsLeaseEndsTheWait(@TempDir Path root)
      throws Exception {
    try (RemoteBackend dead = open(root);
        RemoteBackend waiting = open(root)) {
      assertThat(
              dead.claim(Keys.of("f", 1), "dead", Duration.ofMillis(300))
                  .toCompletableFuture()
                  .join())
          .isInstanceOf(Claim.Granted.class);
      long startNanos = System.nanoTime();
      waiting
          .awaitSettled(Keys.of("f", 1), Duration.ofMinutes(5))
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
      assertThat(System.nanoTime() - startNanos).isGreaterThan(100_000_000L);
    }
  }

  private static int readWhole(RemoteBackend reader, int number) {
    Lookup found =
        reader.lookup(Keys.of("torture", number % TortureWriter.KEYS)).toCompletableFuture().join();
    assertThat(found.stored()).isNotNull();
    assertThat(TortureWriter.isWhole(found.stored().payload())).isTrue();
    return 1;
  }

  private static RemoteBackend open(Path root) {
    return new FileBackend(new CacheDirectory(root, true), InstantSource.system());
  }

  private Process child(Process process) throws IOException {
    children.add(process);
    return process;
  }
}
