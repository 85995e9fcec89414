package io.cachier.backend.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does something to every key of a function, and adds up what it is told. One page after the other,
 * so that other clients of the server get their turn in between.
 */
final class Sweep {
  private final KeyScan scan;
  private final Function<List<byte[]>, CompletionStage<Long>> work;
  private final CompletableFuture<Long> done = new CompletableFuture<>();
  private long sum;

  Sweep(KeyScan scan, Function<List<byte[]>, CompletionStage<Long>> work) {
    this.scan = scan;
    this.work = work;
  }

  /** Begins; to be called once. */
  CompletableFuture<Long> run() {
    next();
    return done;
  }

  private void next() {
    // Answers come from the event loop, so that this does not recurse.
    Afterwards.run(scan.next(), this::scanned);
  }

  private void scanned(@Nullable List<byte[]> page, @Nullable Throwable failure) {
    if (failure != null) {
      done.completeExceptionally(failure);
    } else if (page == null) {
      done.complete(sum);
    } else if (page.isEmpty()) {
      next();
    } else {
      Afterwards.run(work.apply(page), this::worked);
    }
  }

  private void worked(@Nullable Long part, @Nullable Throwable failure) {
    if (part == null) {
      done.completeExceptionally(
          failure == null ? new IllegalStateException("nothing was counted") : failure);
    } else {
      sum += part;
      next();
    }
  }
}
