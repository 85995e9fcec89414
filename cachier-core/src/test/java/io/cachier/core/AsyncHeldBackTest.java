package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import io.cachier.core.FaultyFiles.Fault;
import io.cachier.metrics.Outcome;
import io.cachier.spi.Claim;
import io.cachier.spi.Lookup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * C62: whatever the backend holds back, the one thread there is stays free, and no other is made.
 */
class AsyncHeldBackTest {
  private static final int CALLS = 1_000;

  @TempDir private Path directory;
  private final FaultyFiles backend = new FaultyFiles();
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger tasks = new AtomicInteger();
  private final ExecutorService one = Executors.newSingleThreadExecutor();
  private Cachier cachier;
  private CachedFunction<Integer, String> function;

  @BeforeEach
  void open() {
    cachier =
        Cachier.builder()
            .addBackend(backend)
            .backend("faulty")
            .setting("file.directory", directory.toString())
            .operationTimeout(Duration.ofMinutes(1))
            .claimLease(Duration.ofHours(1))
            .executor(
                task -> {
                  tasks.incrementAndGet();
                  one.execute(task);
                })
            .build();
    function =
        cachier
            .function(
                "f", Integer.class, String.class, n -> n + " by run " + runs.incrementAndGet())
            .metrics(MetricsPolicy.on())
            .build();
  }

  @AfterEach
  void close() {
    backend.faults.clear();
    cachier.close();
    one.shutdownNow();
  }

  @Test
  void applyAsync_everyAnswerHeldBack_keepsNoThread() throws Exception {
    hold("lookup");
    hold("claim");
    hold("store");
    int threadsBefore = Thread.activeCount();

    List<CompletableFuture<String>> calls = new ArrayList<>();
    for (int n = 0; n < CALLS; n++) {
      calls.add(function.applyAsync(n));
    }
    assertThat(backend.silent).hasSize(CALLS);
    assertThat(tasks).hasValue(0);
    nobodyIsKept(threadsBefore);

    answerAll(new Lookup(null, false));
    nobodyIsKept(threadsBefore);
    assertThat(runs).hasValue(0);

    answerAll(new Claim.Granted(7, 0));
    nobodyIsKept(threadsBefore);
    assertThat(runs).hasValue(CALLS);
    assertThat(calls).noneMatch(CompletableFuture::isDone);

    answerAll(true);
    for (int n = 0; n < CALLS; n++) {
      assertThat(calls.get(n).get(20, TimeUnit.SECONDS)).startsWith(n + " by run ");
    }
    assertThat(runs).hasValue(CALLS);
    assertThat(function.metrics().snapshot().calls(Outcome.MISS)).isEqualTo(CALLS);
    assertThat(((CoreManagedCache<?, ?>) function).underWay()).isZero();
  }

  @Test
  void applyAsync_lookupsHeldBack_letSyncCallsOfOtherKeysPass() throws Exception {
    hold("lookup");
    List<CompletableFuture<String>> calls = new ArrayList<>();
    for (int n = 0; n < CALLS; n++) {
      calls.add(function.applyAsync(n));
    }
    backend.faults.clear();

    assertThat(function.apply(-1)).isEqualTo("-1 by run 1");
    assertThat(function.apply(-1)).isEqualTo("-1 by run 1");
    // Who computes a key meanwhile is not done again by who looked before.
    assertThat(function.apply(0)).isEqualTo("0 by run 2");
    answer(backend.silent, new Lookup(null, false));
    for (CompletableFuture<String> call : calls) {
      assertThat(call.get(20, TimeUnit.SECONDS)).contains(" by run ");
    }
    assertThat(calls.get(0)).isCompletedWithValue("0 by run 2");
    assertThat(runs).hasValue(CALLS + 1);
  }

  private void hold(String operation) {
    backend.faults.put(operation, Fault.SILENT);
  }

  /** Gives the answers that were asked for so far, on this thread, as a driver's thread would. */
  private void answerAll(Object answer) {
    List<CompletableFuture<Object>> asked = List.copyOf(backend.silent);
    backend.silent.clear();
    answer(asked, answer);
    // The next operation of each, or the end of the call.
    if (answer instanceof Lookup || answer instanceof Claim) {
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> backend.silent.size() == CALLS);
    }
  }

  private static void answer(List<CompletableFuture<Object>> asked, Object answer) {
    asked.forEach(one -> one.complete(answer));
  }

  private void nobodyIsKept(int threadsBefore) throws Exception {
    assertThat(CompletableFuture.supplyAsync(() -> "free", one).get(20, TimeUnit.SECONDS))
        .isEqualTo("free");
    // The executor's one thread, the JDK's timer, and those that keep leases and refresh figures.
    assertThat(Thread.activeCount()).isLessThan(threadsBefore + 10);
  }
}
