package io.cachier.core;

import io.cachier.BackendException;
import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.CacheCounter;
import io.cachier.metrics.OperationError;
import io.cachier.spi.ChangeWatch;
import io.cachier.spi.EntryInfo;
import io.cachier.spi.Gauge;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A remote backend that can't hurt a call: every operation is bounded in time, refused at once
 * while the backend is known to be down, and turned into "no answer", a count and a rate-limited
 * warning when it fails. The only place that catches what a backend throws, and the only one that
 * records its operations: each once, whether it belongs to a call or not.
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

  /** The near caches before this backend, by function. */
  private final Map<String, NearEntries> near = new ConcurrentHashMap<>();

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

  /** The backend itself, for what neither fails nor blocks: location, close. */
  RemoteBackend unguarded() {
    return backend;
  }

  /** Has a near cache told of changes; where the backend can't, it goes by its time alone. */
  ChangeWatch feed(String function, NearEntries entries) {
    ChangeWatch watch = watch(function, entries);
    if (watch == null) {
      entries.goByTimeAlone(name);
    }
    near.put(function, entries);
    return () -> {
      near.remove(function, entries);
      try {
        if (watch != null) {
          watch.close();
        }
      } catch (Throwable failure) {
        log.warn(() -> "Backend '" + name + "': a watch was not ended: " + describe(failure));
      }
    };
  }

  private @Nullable ChangeWatch watch(String function, NearEntries entries) {
    try {
      return backend.watch(function, entries).orElse(null);
    } catch (Throwable failure) {
      log.warn(() -> "Backend '" + name + "': watching failed: " + describe(failure));
      return null;
    }
  }

  /** What the backend publishes about itself, and how many entries are kept near. */
  List<Gauge> gauges() {
    List<Gauge> gauges = new ArrayList<>(itsOwnGauges());
    near.forEach(
        (function, entries) ->
            gauges.add(new Gauge("near_entries", Map.of("function", function), entries.size())));
    return List.copyOf(gauges);
  }

  /** Nothing if it can't, which is told. */
  private List<Gauge> itsOwnGauges() {
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

  /**
   * A look-up, waited for, as {@link #ask}.
   *
   * @param sentNanos the time of now, which the caller needs too
   */
  @Nullable Lookup lookUp(
      MetricsRecorder recorder,
      long sentNanos,
      Function<RemoteBackend, CompletionStage<Lookup>> call) {
    return ask(BackendOperation.LOOKUP, recorder, sentNanos, call, late -> {});
  }

  /** An operation, waited for. Null: no answer; it has been counted and told. */
  <T> @Nullable T ask(
      BackendOperation operation,
      MetricsRecorder recorder,
      Function<RemoteBackend, CompletionStage<T>> call) {
    return ask(operation, recorder, call, late -> {});
  }

  /** An operation whose answer matters even when it comes after the time was up. */
  <T> @Nullable T ask(
      BackendOperation operation,
      MetricsRecorder recorder,
      Function<RemoteBackend, CompletionStage<T>> call,
      Consumer<T> late) {
    return ask(operation, recorder, recorder.clock(), call, late);
  }

  private <T> @Nullable T ask(
      BackendOperation operation,
      MetricsRecorder recorder,
      long startNanos,
      Function<RemoteBackend, CompletionStage<T>> call,
      Consumer<T> late) {
    if (isRefused(operation, recorder, startNanos)) {
      return null;
    }
    boolean interrupted = Thread.interrupted();
    try {
      T answer = StageAwait.answer(() -> start(call), timeoutNanos, late);
      noteSuccess(operation, recorder, startNanos);
      return answer;
    } catch (Throwable failure) {
      noteFailure(operation, recorder, startNanos, StageAwait.unwrap(failure));
      return null;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** An operation that nobody waits for. Its failure is counted and told when it comes. */
  <T> CompletionStage<@Nullable T> send(
      BackendOperation operation,
      MetricsRecorder recorder,
      Function<RemoteBackend, CompletionStage<T>> call) {
    return asking(operation, recorder, recorder.clock(), call, late -> {});
  }

  /**
   * An operation that no thread waits for, though its caller goes on with the answer.
   *
   * @param startNanos the time of now
   * @param late is given an answer that came when the time was up
   * @return never fails; null: no answer, which has been counted and told. Completes on a thread of
   *     the backend's, or of the JDK's timer: whoever goes on leaves that at once
   */
  <T> CompletableFuture<@Nullable T> asking(
      BackendOperation operation,
      MetricsRecorder recorder,
      long startNanos,
      Function<RemoteBackend, CompletionStage<T>> call,
      Consumer<T> late) {
    if (isRefused(operation, recorder, startNanos)) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<T> asked = startKeptFromInterrupts(call);
    return bounded(asked, timeoutNanos)
        .<@Nullable T>handle(
            (answer, failure) -> {
              if (failure == null) {
                noteSuccess(operation, recorder, startNanos);
                return answer;
              }
              noteFailure(operation, recorder, startNanos, StageAwait.unwrap(failure));
              CompletionStage<Void> unused = asked.thenAccept(late);
              return null;
            });
  }

  /**
   * Waits as {@link #awaitSettled}, without a thread.
   *
   * @return never fails; whether the backend gave an answer
   */
  CompletableFuture<Boolean> settling(
      MetricsRecorder recorder,
      long atMostNanos,
      Function<RemoteBackend, CompletionStage<Void>> call) {
    long startNanos = recorder.clock();
    if (isRefused(BackendOperation.AWAIT, recorder, startNanos)) {
      return CompletableFuture.completedFuture(false);
    }
    CompletableFuture<Void> settled = startKeptFromInterrupts(call);
    return bounded(settled, atMostNanos + timeoutNanos)
        .handle(
            (none, failure) -> {
              if (failure == null) {
                noteSuccess(BackendOperation.AWAIT, recorder, startNanos);
                return true;
              }
              settled.cancel(true);
              noteFailure(BackendOperation.AWAIT, recorder, startNanos, StageAwait.unwrap(failure));
              return false;
            });
  }

  /** A copy, so that the time-out does not complete a future of the backend's own. */
  private static <T> CompletableFuture<T> bounded(CompletableFuture<T> asked, long boundNanos) {
    return asked.isDone()
        ? asked
        : asked
            .copy()
            .orTimeout(boundNanos, TimeUnit.NANOSECONDS)
            .exceptionallyCompose(
                failure -> CompletableFuture.failedFuture(StageAwait.named(failure, boundNanos)));
  }

  private <T> CompletableFuture<T> startKeptFromInterrupts(
      Function<RemoteBackend, CompletionStage<T>> call) {
    boolean interrupted = Thread.interrupted();
    try {
      CompletableFuture<T> asked = start(call);
      if (StageAwait.wasHitByInterrupt(asked)) {
        interrupted |= Thread.interrupted();
        return start(call);
      }
      return asked;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * An operation of several that a person asked for, begun before the others are waited for.
   *
   * @return fails as the backend did, which has been counted and told; {@link #demanded} waits
   */
  <T> CompletableFuture<T> demanding(
      BackendOperation operation,
      MetricsRecorder recorder,
      Function<RemoteBackend, CompletionStage<T>> call) {
    long startNanos = recorder.clock();
    return bounded(startKeptFromInterrupts(call), timeoutNanos)
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                noteSuccess(operation, recorder, startNanos);
              } else {
                noteFailure(operation, recorder, startNanos, StageAwait.unwrap(failure));
              }
            });
  }

  /** Waits for what {@link #demanding} began. */
  <T> T demanded(BackendOperation operation, CompletableFuture<T> asked) {
    try {
      return asked.join();
    } catch (CompletionException | CancellationException failure) {
      throw refusal(operation, StageAwait.unwrap(failure));
    }
  }

  /** An operation that a person asked for: its failure is theirs to know. */
  <T> T demand(
      BackendOperation operation,
      MetricsRecorder recorder,
      Function<RemoteBackend, CompletionStage<T>> call) {
    long startNanos = recorder.clock();
    boolean interrupted = Thread.interrupted();
    try {
      long boundNanos = isBulk(operation) ? BULK_NANOS : timeoutNanos;
      T answer = StageAwait.answer(() -> start(call), boundNanos, late -> {});
      noteSuccess(operation, recorder, startNanos);
      return answer;
    } catch (Throwable failure) {
      Throwable cause = StageAwait.unwrap(failure);
      noteFailure(operation, recorder, startNanos, cause);
      throw refusal(operation, cause);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Entries that a person asked for: a failure is theirs to know. The stream is recorded as one
   * operation, which takes as long as its reader waited for the backend.
   *
   * @return a stream to be closed
   */
  Stream<EntryInfo> list(
      MetricsRecorder recorder, Function<RemoteBackend, Flow.Publisher<EntryInfo>> call) {
    return EntryListing.of(
        () -> call.apply(backend),
        BULK_NANOS,
        new EntryListing.End() {
          @Override
          public void succeeded(long waitedNanos) {
            noteSuccess(BackendOperation.USAGE, recorder, recorder.clock() - waitedNanos);
          }

          @Override
          public BackendException failed(Throwable failure, long waitedNanos) {
            long startNanos = recorder.clock() - waitedNanos;
            noteFailure(BackendOperation.USAGE, recorder, startNanos, failure);
            return new BackendException(
                "backend '" + name + "': list failed: " + describe(failure), failure);
          }
        });
  }

  /**
   * Waits until a claim may have ended, at most so long. Returns at once when the backend can't
   * say; the caller then has one answer less, and no more.
   *
   * @return false if the backend gave no answer
   * @throws InterruptedException if the thread is interrupted while it waits; nothing is recorded,
   *     for the backend neither answered nor failed
   */
  boolean awaitSettled(
      MetricsRecorder recorder,
      long atMostNanos,
      Function<RemoteBackend, CompletionStage<Void>> call)
      throws InterruptedException {
    long startNanos = recorder.clock();
    if (isRefused(BackendOperation.AWAIT, recorder, startNanos)) {
      return false;
    }
    // The backend promises to wake us at the latest then; some grace before it counts as silent.
    long boundNanos = atMostNanos + timeoutNanos;
    CompletableFuture<Void> settled = null;
    try {
      settled = start(call);
      settled.get(boundNanos, TimeUnit.NANOSECONDS);
      noteSuccess(BackendOperation.AWAIT, recorder, startNanos);
      return true;
    } catch (InterruptedException e) {
      settled.cancel(true);
      throw e;
    } catch (Throwable failure) {
      if (settled != null) {
        settled.cancel(true);
      }
      noteFailure(
          BackendOperation.AWAIT, recorder, startNanos, StageAwait.named(failure, boundNanos));
      return false;
    }
  }

  private BackendException refusal(BackendOperation operation, Throwable cause) {
    return new BackendException(
        "backend '" + name + "': " + text(operation) + " failed: " + describe(cause), cause);
  }

  private <T> CompletableFuture<T> start(Function<RemoteBackend, CompletionStage<T>> call) {
    try {
      return call.apply(backend).toCompletableFuture();
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private boolean isRefused(BackendOperation operation, MetricsRecorder recorder, long startNanos) {
    if (breaker.tryPass()) {
      return false;
    }
    recorder.count(CacheCounter.BACKEND_ERRORS);
    recorder.operation(operation, OperationError.REFUSED, startNanos, startNanos);
    return true;
  }

  private void noteSuccess(BackendOperation operation, MetricsRecorder recorder, long startNanos) {
    breaker.succeeded();
    recorder.operation(operation, OperationError.NONE, startNanos, recorder.clock());
  }

  private void noteFailure(
      BackendOperation operation, MetricsRecorder recorder, long startNanos, Throwable failure) {
    recorder.count(CacheCounter.BACKEND_ERRORS);
    OperationError error =
        failure instanceof TimeoutException ? OperationError.TIMEOUT : OperationError.FAILED;
    recorder.operation(operation, error, startNanos, recorder.clock());
    if (tellsOfHealth(operation)) {
      breaker.failed();
    }
    log.warn(
        () ->
            "Backend '"
                + name
                + "': "
                + text(operation)
                + " failed: "
                + describe(failure)
                + "; calls go on without it");
  }

  /** Whether it touches all entries of a function and not just one. */
  private static boolean isBulk(BackendOperation operation) {
    return operation == BackendOperation.CLEAR || operation == BackendOperation.CLEAR_CLAIMS;
  }

  /** Whether its failure speaks against the backend: counting much may take long on a sound one. */
  private static boolean tellsOfHealth(BackendOperation operation) {
    return operation != BackendOperation.USAGE && !isBulk(operation);
  }

  private static String text(BackendOperation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }

  private static String describe(Throwable failure) {
    return failure.getMessage() == null
        ? failure.getClass().getName()
        : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
