package io.cachier.core;

import io.cachier.BackendException;
import io.cachier.CodecException;
import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.metrics.BackendOperation;
import io.cachier.metrics.CacheCounter;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a remote store writes: which values, under which fence, waited for or not. */
final class RemoteWrites {
  private final String function;
  private final GuardedBackend backend;
  private final GuardedCodec codec;
  private final SingleFlight flights;
  private final StoreRules rules;
  private final MetricsRecorder recorder;
  private final UsageProbe usage;
  private final RateLimitedLog log;

  RemoteWrites(
      String function,
      GuardedBackend backend,
      GuardedCodec codec,
      SingleFlight flights,
      StoreRules rules,
      MetricsRecorder recorder,
      UsageProbe usage,
      RateLimitedLog log) {
    this.function = function;
    this.backend = backend;
    this.codec = codec;
    this.flights = flights;
    this.rules = rules;
    this.recorder = recorder;
    this.usage = usage;
    this.log = log;
  }

  /** Gives a claim back. */
  void release(EntryKey key, Grip grip) {
    if (grip.token() == RemoteBackend.UNFENCED) {
      return;
    }
    // Nobody needs to wait for it: those who wait for the claim are woken by the backend.
    backend.send(BackendOperation.RELEASE, recorder, b -> b.release(key, grip.token()));
  }

  Asked<@Nullable Void> putting(
      EntryKey key, CacheEntry entry, Grip grip, Call call, Flight flight) {
    byte[] payload = admit(entry, call.label());
    if (payload == null) {
      release(key, grip);
      return Asked.nothing();
    }
    return Asked.of(
        grip.token() != RemoteBackend.UNFENCED
            ? writing(key, payload, grip, call)
            : flights
                .fencingEarlier(key, flight)
                .thenCompose(over -> unlessFenced(key, payload, grip, call, flight)));
  }

  private CompletableFuture<@Nullable Void> unlessFenced(
      EntryKey key, byte[] payload, Grip grip, Call call, Flight flight) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    if (!flight.beginWrite(over)) {
      recorder.count(CacheCounter.FENCED_WRITES);
      return CompletableFuture.completedFuture(null);
    }
    return writing(key, payload, grip, call).whenComplete((none, never) -> over.complete(null));
  }

  /** Writes; complete at once where the backend has fallen silent and nobody waits for it. */
  private CompletableFuture<@Nullable Void> writing(
      EntryKey key, byte[] payload, Grip grip, Call call) {
    CompletableFuture<@Nullable Void> noted =
        backend
            .send(
                BackendOperation.STORE,
                recorder,
                b -> b.store(key, payload, grip.token(), rules.retention()))
            .<@Nullable Void>thenApply(
                written -> {
                  noteWritten(key, payload, grip, written);
                  return null;
                })
            .toCompletableFuture();
    return call.backendSilent() ? CompletableFuture.completedFuture(null) : noted;
  }

  void put(EntryKey key, CacheEntry entry, Grip grip, Call call, Flight flight) {
    byte[] payload = admit(entry, call.label());
    if (payload == null) {
      release(key, grip);
    } else if (grip.token() != RemoteBackend.UNFENCED) {
      // The backend itself refuses this write when something newer came between.
      write(key, payload, grip, call);
    } else {
      // No claim stands behind this write, so what comes between must wait for its end.
      flights.fenceEarlier(key, flight);
      if (!flight.unlessFenced(() -> write(key, payload, grip, call))) {
        recorder.count(CacheCounter.FENCED_WRITES);
      }
    }
  }

  private void write(EntryKey key, byte[] payload, Grip grip, Call call) {
    Function<RemoteBackend, CompletionStage<Boolean>> store =
        b -> b.store(key, payload, grip.token(), rules.retention());
    if (call.backendSilent()) {
      CompletionStage<Void> unused =
          backend
              .send(BackendOperation.STORE, recorder, store)
              .thenAccept(written -> noteWritten(key, payload, grip, written));
    } else {
      noteWritten(key, payload, grip, backend.ask(BackendOperation.STORE, recorder, store));
    }
  }

  private void noteWritten(EntryKey key, byte[] payload, Grip grip, @Nullable Boolean written) {
    if (written == null) {
      release(key, grip);
    } else if (written) {
      recorder.countAlso(CacheCounter.BYTES_WRITTEN, payload.length);
      usage.outdated();
    } else {
      recorder.count(CacheCounter.FENCED_WRITES);
    }
  }

  private byte @Nullable [] admit(CacheEntry entry, @Nullable String label) {
    if (rules.rejectsNull(entry.value())) {
      return null;
    }
    try {
      byte[] payload = labelled(codec.encode(entry.value(), entry.computeNanos()), label);
      return isTooLarge(payload) ? null : payload;
    } catch (CodecException e) {
      recorder.count(CacheCounter.REJECTED_SERIALIZATION);
      log.warn(() -> problem("a result could not be written and is not stored", e));
      return null;
    }
  }

  /** As {@link #admit}, but whoever gives a value is told that it can't be written. */
  private byte @Nullable [] admitGiven(@Nullable Object value, @Nullable String label) {
    if (rules.rejectsNull(value)) {
      return null;
    }
    byte[] payload = labelled(codec.encode(value, 0), label);
    return isTooLarge(payload) ? null : payload;
  }

  private static byte[] labelled(byte[] envelope, @Nullable String label) {
    return label == null ? envelope : KeyLabel.before(envelope, label);
  }

  /** For the function's own limit, or for the backend's, which nobody has set and so is told. */
  private boolean isTooLarge(byte[] payload) {
    if (rules.rejectsSize(payload.length)) {
      return true;
    }
    long most = backend.unguarded().largestPayloadBytes();
    if (payload.length <= most) {
      return false;
    }
    recorder.count(CacheCounter.REJECTED_SIZE);
    log.warn(
        () ->
            "Function '"
                + function
                + "', backend '"
                + backend.name()
                + "': a result of "
                + payload.length
                + " bytes is more than the backend can hold, "
                + most
                + ", and is not stored; set an entrySizeLimit below that, or another backend");
    return true;
  }

  String problem(String what, CodecException e) {
    return "Function '"
        + function
        + "', backend '"
        + backend.name()
        + "': "
        + what
        + ": "
        + e.getMessage();
  }

  boolean precache(EntryKey key, @Nullable Object value, @Nullable String label) {
    byte[] payload = admitGiven(value, label);
    if (payload == null) {
      return false;
    }
    flights.fence(
        key,
        () ->
            backend.demand(
                BackendOperation.STORE,
                recorder,
                b -> b.store(key, payload, RemoteBackend.UNFENCED, rules.retention())));
    recorder.countAlso(CacheCounter.BYTES_WRITTEN, payload.length);
    usage.outdated();
    return true;
  }

  int precacheAll(Map<Object, EntryStore.Given> values) {
    Map<EntryKey, byte[]> payloads = new LinkedHashMap<>();
    values.forEach(
        (key, given) -> {
          byte[] payload = admitGiven(given.value(), given.label());
          if (payload != null) {
            payloads.put((EntryKey) key, payload);
          }
        });
    List<CompletableFuture<Boolean>> writes = new ArrayList<>();
    payloads.forEach((key, payload) -> flights.fence(key, () -> writes.add(given(key, payload))));
    usage.outdated();
    BackendException failed = null;
    for (CompletableFuture<Boolean> write : writes) {
      try {
        backend.demanded(BackendOperation.STORE, write);
      } catch (BackendException failure) {
        if (failed == null) {
          failed = failure;
        } else {
          failed.addSuppressed(failure);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
    return payloads.size();
  }

  private CompletableFuture<Boolean> given(EntryKey key, byte[] payload) {
    CompletableFuture<Boolean> write =
        backend.demanding(
            BackendOperation.STORE,
            recorder,
            b -> b.store(key, payload, RemoteBackend.UNFENCED, rules.retention()));
    return write.thenApply(
        written -> {
          recorder.countAlso(CacheCounter.BYTES_WRITTEN, payload.length);
          return written;
        });
  }
}
