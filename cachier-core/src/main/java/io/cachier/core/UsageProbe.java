package io.cachier.core;

import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.spi.Ticker;
import io.cachier.spi.Usage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How much a function has stored remotely. An answer is good for five seconds, or for one if this
 * process has written since. Who reads an outdated figure waits a tenth of a second for a new one;
 * if none comes in time the figure is unknown, never old and never a false zero. The answer is used
 * when it comes.
 */
final class UsageProbe {
  private static final long GOOD_FOR_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long GOOD_AFTER_WRITE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PATIENCE_MILLIS = 100;

  private final String function;
  private final GuardedBackend backend;
  private final MetricsRecorder recorder;
  private final Ticker ticker;
  private final Object lock = new Object();
  private @Nullable CompletableFuture<@Nullable Usage> question;
  private long askedNanos;
  private boolean outdated;

  UsageProbe(String function, GuardedBackend backend, MetricsRecorder recorder, Ticker ticker) {
    this.function = function;
    this.backend = backend;
    this.recorder = recorder;
    this.ticker = ticker;
  }

  /** This process changed what is stored. */
  void outdated() {
    synchronized (lock) {
      outdated = true;
    }
  }

  Usage get() {
    CompletableFuture<@Nullable Usage> current = ask();
    try {
      Usage usage = current.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      return usage == null ? Usage.UNKNOWN : usage;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Usage.UNKNOWN;
    } catch (ExecutionException | TimeoutException e) {
      return Usage.UNKNOWN;
    }
  }

  private CompletableFuture<@Nullable Usage> ask() {
    synchronized (lock) {
      long now = ticker.nanos();
      CompletableFuture<@Nullable Usage> current = question;
      long goodForNanos = outdated ? GOOD_AFTER_WRITE_NANOS : GOOD_FOR_NANOS;
      if (current == null || (current.isDone() && now - askedNanos >= goodForNanos)) {
        current =
            backend.send(Operation.USAGE, recorder, b -> b.usage(function)).toCompletableFuture();
        question = current;
        askedNanos = now;
        outdated = false;
      }
      return current;
    }
  }
}
