package io.cachier.core;

import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.core.metrics.UsageSource;
import io.cachier.metrics.BackendOperation;
import io.cachier.spi.Ticker;
import io.cachier.spi.Usage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How much a function has stored remotely.
 *
 * <p>{@link #now}: an answer is good for five seconds, or for one if this process has written
 * since. Who reads an outdated figure waits a tenth of a second for a new one; if none comes in
 * time the figure is unknown, never old and never a false zero. The answer is used when it comes.
 *
 * <p>{@link #lastKnown}: the last answer, unless it is older than two minutes. The question is
 * asked in the background, at most once a minute: a scrape may read thousands of functions.
 */
final class UsageProbe implements UsageSource {
  private static final long GOOD_FOR_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long GOOD_AFTER_WRITE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PATIENCE_MILLIS = 100;
  private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String function;
  private final GuardedBackend backend;
  private final MetricsRecorder recorder;
  private final Ticker ticker;
  private final Executor background;

  /** Never held while the backend is asked: it may do its counting there and then. */
  private final Object lock = new Object();

  private @Nullable CompletableFuture<@Nullable Usage> question;
  private long askedNanos;
  private boolean inLine;
  private boolean outdated;
  private Usage told = Usage.UNKNOWN;
  private long toldNanos;

  UsageProbe(
      String function,
      GuardedBackend backend,
      MetricsRecorder recorder,
      Ticker ticker,
      Executor background) {
    this.function = function;
    this.backend = backend;
    this.recorder = recorder;
    this.ticker = ticker;
    this.background = background;
  }

  /** This process changed what is stored. */
  void outdated() {
    synchronized (lock) {
      outdated = true;
    }
  }

  @Override
  public Usage now() {
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

  @Override
  public Usage lastKnown() {
    boolean asks;
    Usage known;
    synchronized (lock) {
      long now = ticker.nanos();
      asks = !inLine && isAnswered() && (question == null || now - askedNanos >= PAUSE_NANOS);
      inLine |= asks;
      known = now - toldNanos <= KEPT_NANOS ? told : Usage.UNKNOWN;
    }
    if (asks) {
      background.execute(this::askInBackground);
    }
    return known;
  }

  private void askInBackground() {
    synchronized (lock) {
      inLine = false;
    }
    CompletableFuture<@Nullable Usage> unused = ask();
  }

  private CompletableFuture<@Nullable Usage> ask() {
    CompletableFuture<@Nullable Usage> mine = new CompletableFuture<>();
    synchronized (lock) {
      long now = ticker.nanos();
      long goodForNanos = outdated ? GOOD_AFTER_WRITE_NANOS : GOOD_FOR_NANOS;
      CompletableFuture<@Nullable Usage> current = question;
      if (current != null && (!current.isDone() || now - askedNanos < goodForNanos)) {
        return current;
      }
      question = mine;
      askedNanos = now;
      outdated = false;
    }
    CompletionStage<Void> unused =
        backend
            .send(BackendOperation.USAGE, recorder, b -> b.usage(function))
            .thenAccept(answer -> note(answer, mine));
    return mine;
  }

  private void note(@Nullable Usage answer, CompletableFuture<@Nullable Usage> mine) {
    if (answer != null) {
      synchronized (lock) {
        told = answer;
        toldNanos = ticker.nanos();
      }
    }
    mine.complete(answer);
  }

  /** Called with the lock held. */
  private boolean isAnswered() {
    CompletableFuture<@Nullable Usage> current = question;
    return current == null || current.isDone();
  }
}
