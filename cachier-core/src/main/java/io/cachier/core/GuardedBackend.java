package io.cachier.core;

import io.cachier.BackendException;
import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.metrics.CacheCounter;
import io.cachier.spi.Gauge;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Ticker;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A remote backend that can't hurt a call: every operation is bounded in time, refused at once
 * while the backend is known to be down, and turned into "no answer", a count and a rate-limited
 * warning when it fails. The only place that catches what a backend throws.
 *
 * <p>The calling thread's interrupt is kept, and kept away from the backend: a channel closes
 * itself when its thread is interrupted, and a claim must be released even by a thread that was.
 */
final class GuardedBackend {
  private static final System.Logger LOGGER = System.getLogger(GuardedBackend.class.getName());

  /** For what touches every entry of a function: much longer than one entry takes. */
  private static final long BULK_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String name;
  private final RemoteBackend backend;
  private final long timeoutNanos;
  private final CircuitBreaker breaker;
  private final RateLimitedLog log;
  private final RateLimitedLog gaugesLog;

  GuardedBackend(
      String name, RemoteBackend backend, Duration timeout, CircuitBreaker breaker, Ticker ticker) {
    this.name = name;
    this.backend = backend;
    this.timeoutNanos = timeout.toNanos();
    this.breaker = breaker;
    this.log = new RateLimitedLog(LOGGER, ticker);
    this.gaugesLog = new RateLimitedLog(LOGGER, ticker);
  }

  String name() {
    return name;
  }

  /** The backend itself, for what neither fails nor blocks: gauges, location, close. */
  RemoteBackend unguarded() {
    return backend;
  }

  /** What the backend publishes about itself; nothing if it can't, which is told. */
  List<Gauge> gauges() {
    try {
      return List.copyOf(backend.gauges());
    } catch (Throwable failure) {
      gaugesLog.warn(
          () ->
              "Backend '"
                  + name
                  + "': gauges failed: "
                  + describe(failure)
                  + "; its own figures are left out");
      return List.of();
    }
  }

  /** An operation, waited for. Null: no answer; it has been counted and told. */
  <T> @Nullable T ask(
      Operation operation,
      MetricsRecorder recorder,
      Function<RemoteBackend, CompletionStage<T>> call) {
    return ask(operation, recorder, call, late -> {});
  }

  /** An operation whose answer matters even when it comes after the time was up. */
  <T> @Nullable T ask(
      Operation operation,
      MetricsRecorder recorder,
      Function<RemoteBackend, CompletionStage<T>> call,
      Consumer<T> late) {
    if (!breaker.tryPass()) {
      recorder.count(CacheCounter.BACKEND_ERRORS);
      return null;
    }
    boolean interrupted = Thread.interrupted();
    try {
      T answer = await(call, timeoutNanos, late);
      breaker.succeeded();
      return answer;
    } catch (Throwable failure) {
      noteFailure(operation, recorder, unwrap(failure));
      return null;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** An operation that nobody waits for. Its failure is counted and told when it comes. */
  <T> CompletionStage<@Nullable T> send(
      Operation operation,
      MetricsRecorder recorder,
      Function<RemoteBackend, CompletionStage<T>> call) {
    if (!breaker.tryPass()) {
      recorder.count(CacheCounter.BACKEND_ERRORS);
      return CompletableFuture.completedFuture(null);
    }
    boolean interrupted = Thread.interrupted();
    try {
      // A copy, so that the time-out does not complete a future of the backend's own.
      return start(call)
          .copy()
          .orTimeout(timeoutNanos, TimeUnit.NANOSECONDS)
          .<@Nullable T>handle(
              (answer, failure) -> {
                if (failure == null) {
                  breaker.succeeded();
                  return answer;
                }
                noteFailure(operation, recorder, unwrap(failure));
                return null;
              });
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** An operation that a person asked for: its failure is theirs to know. */
  <T> T demand(
      Operation operation,
      MetricsRecorder recorder,
      Function<RemoteBackend, CompletionStage<T>> call) {
    boolean interrupted = Thread.interrupted();
    try {
      long boundNanos = operation.isBulk() ? BULK_NANOS : timeoutNanos;
      T answer = await(call, boundNanos, late -> {});
      breaker.succeeded();
      return answer;
    } catch (Throwable failure) {
      Throwable cause = unwrap(failure);
      noteFailure(operation, recorder, cause);
      throw new BackendException(
          "backend '" + name + "': " + operation.text() + " failed: " + describe(cause), cause);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits until a claim may have ended, at most so long. Returns at once when the backend can't
   * say; the caller then has one answer less, and no more.
   *
   * @return false if the backend gave no answer
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  boolean awaitSettled(
      MetricsRecorder recorder,
      long atMostNanos,
      Function<RemoteBackend, CompletionStage<Void>> call)
      throws InterruptedException {
    if (!breaker.tryPass()) {
      recorder.count(CacheCounter.BACKEND_ERRORS);
      return false;
    }
    CompletableFuture<Void> settled = null;
    try {
      settled = start(call);
      // The backend promises to wake us at the latest then; some grace before it counts as silent.
      settled.get(atMostNanos + timeoutNanos, TimeUnit.NANOSECONDS);
      breaker.succeeded();
      return true;
    } catch (InterruptedException e) {
      settled.cancel(true);
      throw e;
    } catch (Throwable failure) {
      if (settled != null) {
        settled.cancel(true);
      }
      noteFailure(Operation.AWAIT, recorder, unwrap(failure));
      return false;
    }
  }

  private <T> T await(
      Function<RemoteBackend, CompletionStage<T>> call, long boundNanos, Consumer<T> late)
      throws Exception {
    long beganNanos = System.nanoTime();
    boolean interrupted = false;
    CompletableFuture<T> future = start(call);
    try {
      while (true) {
        try {
          long remaining = boundNanos - (System.nanoTime() - beganNanos);
          return future.isDone() ? future.get() : future.get(remaining, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          // The interrupt hit the backend's own channel in mid-operation: that was no failure of
          // it.
          if (!(e.getCause() instanceof ClosedByInterruptException) || interrupted) {
            throw e;
          }
          interrupted = Thread.interrupted();
          future = start(call);
        }
      }
    } catch (TimeoutException e) {
      BiConsumer<T, Throwable> afterwards =
          (answer, failure) -> {
            if (failure == null) {
              late.accept(answer);
            }
          };
      CompletionStage<T> unused = future.whenComplete(afterwards);
      throw new TimeoutException(
          "no answer within " + TimeUnit.NANOSECONDS.toMillis(boundNanos) + " ms");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> CompletableFuture<T> start(Function<RemoteBackend, CompletionStage<T>> call) {
    try {
      return call.apply(backend).toCompletableFuture();
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private void noteFailure(Operation operation, MetricsRecorder recorder, Throwable failure) {
    recorder.count(CacheCounter.BACKEND_ERRORS);
    if (operation.tellsOfHealth()) {
      breaker.failed();
    }
    log.warn(
        () ->
            "Backend '"
                + name
                + "': "
                + operation.text()
                + " failed: "
                + describe(failure)
                + "; calls go on without it");
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String describe(Throwable failure) {
    return failure.getMessage() == null
        ? failure.getClass().getName()
        : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
