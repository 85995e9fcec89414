package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** B40 to B51. That somebody is woken is one rule, and that it is soon another: B51. */
abstract class WaitRules extends RemoteRules {
  private static final Duration VERY_LONG = Duration.ofSeconds(50);
  private static final long WOKEN_MILLIS = 1_000;
  private static final long PROMPT_MILLIS = 100;
  private static final int WAITERS = 64;
  private static final int ATTEMPTS = 3;

  WaitRules(RemoteBackendContract contract) {
    super(contract);
  }

  @Test
  @Rule("B40")
  void awaitSettled_nothingClaimed_endsAtOnce() {
    assertWoken(waiting(client(), key()));
  }

  @Test
  @Rule("B41")
  void awaitSettled_released_ends() {
    EntryKey key = key();
    long token = grant(key).token();
    CompletableFuture<?> waiting = waiting(client(), key);
    get(client().release(key, token));
    assertWoken(waiting);
  }

  @Test
  @Rule("B42")
  void awaitSettled_stored_ends() {
    EntryKey key = key();
    long token = grant(key).token();
    CompletableFuture<?> waiting = waiting(client(), key);
    store(client(), key, "payload", token);
    assertWoken(waiting);
  }

  @Test
  @Rule("B42")
  void awaitSettled_storedUnfenced_ends() {
    EntryKey key = key();
    grant(key);
    CompletableFuture<?> waiting = waiting(client(), key);
    boolean stored = store(client(), key, "payload", RemoteBackend.UNFENCED);
    assumeThat(stored).as("see B33").isTrue();
    assertWoken(waiting);
  }

  @Test
  @Rule("B43")
  void awaitSettled_removed_ends() {
    EntryKey key = key();
    grant(key);
    CompletableFuture<?> waiting = waiting(client(), key);
    get(client().remove(key));
    assertWoken(waiting);
  }

  @Test
  @Rule("B44")
  void awaitSettled_functionCleared_ends() {
    EntryKey key = key();
    grant(key);
    CompletableFuture<?> waiting = waiting(client(), key);
    get(client().clear(function()));
    assertWoken(waiting);
  }

  @Test
  @Rule("B45")
  void awaitSettled_claimsCleared_ends() {
    EntryKey key = key();
    grant(key);
    CompletableFuture<?> waiting = waiting(client(), key);
    get(client().clearClaims(function()));
    assertWoken(waiting);
  }

  @Test
  @Rule("B46")
  void awaitSettled_leaseRanOut_ends() {
    EntryKey key = key();
    grant(client(), key, SHORT_LEASE);
    CompletableFuture<?> waiting = waiting(client(), key);
    elapse(SHORT_LEASE);
    assertWoken(waiting);
  }

  @Test
  @Rule("B47")
  void awaitSettled_stillClaimed_endsAtMostThen() {
    EntryKey key = key();
    grant(key);
    Duration atMost = Duration.ofMillis(200);
    CompletableFuture<?> waiting = client().awaitSettled(key, atMost).toCompletableFuture();
    elapse(atMost);
    assertWoken(waiting);
  }

  @Test
  @Rule("B48")
  void awaitSettled_settledByAnotherClient_ends() {
    assumeReleaseWakes();
    EntryKey key = key();
    long token = grant(other(), key, LONG_LEASE).token();
    CompletableFuture<?> waiting = waiting(client(), key);
    get(other().release(key, token));
    assertWoken(waiting);
  }

  @Test
  @Rule("B49")
  void awaitSettled_manyWait_allEnd() {
    assumeReleaseWakes();
    EntryKey key = key();
    long token = grant(key).token();
    CompletableFuture<?>[] all =
        Stream.generate(() -> waiting(client(), key))
            .limit(WAITERS)
            .toArray(CompletableFuture<?>[]::new);
    get(client().release(key, token));
    assertWoken(CompletableFuture.allOf(all));
  }

  @Test
  @Rule("B50")
  void awaitSettled_oneCancelled_othersWaitOn() {
    assumeReleaseWakes();
    EntryKey key = key();
    long token = grant(key).token();
    CompletableFuture<?> stays = waiting(client(), key);
    CompletableFuture<?> leaves = waiting(client(), key);
    leaves.cancel(true);
    get(client().release(key, token));
    assertWoken(stays);
  }

  /** A machine that is busy with something else gets three chances to be prompt. */
  @Test
  @Rule("B51")
  void awaitSettled_anyEnd_isNoticedWithinHundredMillis() {
    for (Ending ending : endings()) {
      long best = Long.MAX_VALUE;
      for (int attempt = 0; attempt < ATTEMPTS && best > PROMPT_MILLIS; attempt++) {
        best = Math.min(best, latenessMillis(ending));
      }
      assertThat(best)
          .as("lateness in ms after %s", ending.name())
          .isLessThanOrEqualTo(PROMPT_MILLIS);
    }
  }

  private record Ending(String name, Duration lease, EndingOf how) {}

  private interface EndingOf {
    void end(EntryKey key, long token);
  }

  private List<Ending> endings() {
    return List.of(
        new Ending("a release", LONG_LEASE, (key, token) -> get(client().release(key, token))),
        new Ending("a store", LONG_LEASE, (key, token) -> store(client(), key, "p", token)),
        new Ending("a removal", LONG_LEASE, (key, token) -> get(client().remove(key))),
        new Ending("the lease's end", SHORT_LEASE, (key, token) -> elapse(SHORT_LEASE)));
  }

  private long latenessMillis(Ending ending) {
    EntryKey key = key();
    long token = grant(client(), key, ending.lease()).token();
    CompletableFuture<Long> wokenAt = waiting(other(), key).thenApply(nothing -> System.nanoTime());
    ending.how().end(key, token);
    long endedAt = System.nanoTime();
    try {
      long nanos = wokenAt.get(WOKEN_MILLIS, TimeUnit.MILLISECONDS) - endedAt;
      return TimeUnit.NANOSECONDS.toMillis(nanos);
    } catch (ExecutionException | TimeoutException e) {
      throw new TestAbortedException("nobody is woken by " + ending.name() + ": see B41 to B48", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private void assumeReleaseWakes() {
    EntryKey key = key();
    long token = grant(key).token();
    CompletableFuture<?> waiting = waiting(client(), key);
    get(client().release(key, token));
    try {
      assertWoken(waiting);
    } catch (AssertionError e) {
      throw new TestAbortedException("nobody is woken by a release: see B41", e);
    }
  }

  private static CompletableFuture<Void> waiting(RemoteBackend by, EntryKey key) {
    return by.awaitSettled(key, VERY_LONG).toCompletableFuture();
  }

  private static void assertWoken(CompletableFuture<?> waiting) {
    try {
      waiting.get(WOKEN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("still waiting after " + WOKEN_MILLIS + " ms", e);
    } catch (ExecutionException | CompletionException | CancellationException e) {
      throw new AssertionError("the wait did not end normally", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
