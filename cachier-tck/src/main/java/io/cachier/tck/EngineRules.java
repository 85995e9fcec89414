package io.cachier.tck;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.spi.RemoteBackendProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** The ground of tests through the engine: nodes, each with a cachier and faults of its own. */
abstract class EngineRules extends RemoteRules {
  static final Duration LEASE = Duration.ofSeconds(1);
  private static final long PATIENCE_SECONDS = 30;

  private final List<Cachier> nodes = new ArrayList<>();

  /** Opened at the end of a test, so that no thread is left waiting when it failed. */
  private final List<CountDownLatch> gates = new ArrayList<>();

  EngineRules(RemoteBackendContract contract) {
    super(contract);
  }

  @AfterEach
  final void closeNodes() {
    gates.forEach(CountDownLatch::countDown);
    nodes.forEach(Cachier::close);
  }

  /** One machine of a fleet, as it were: a cachier of its own on the store that all share. */
  final Cachier node(Faults faults, UnaryOperator<CachierBuilder> change) {
    RemoteBackendProvider provider = contract().provider();
    CachierBuilder builder =
        Cachier.builder()
            .addBackend(new FaultyBackendProvider(provider, faults))
            .backend(provider.name())
            .claimLease(LEASE);
    settings().forEach(builder::setting);
    Cachier cachier = change.apply(builder).build();
    nodes.add(cachier);
    return cachier;
  }

  final Cachier node() {
    return node(new Faults(), builder -> builder);
  }

  final CachedFunction<String, String> function(Cachier node, Function<String, String> computed) {
    return node.function(function(), String.class, String.class, computed).build();
  }

  final CountDownLatch gate() {
    CountDownLatch gate = new CountDownLatch(1);
    gates.add(gate);
    return gate;
  }

  static void pass(CountDownLatch gate) {
    try {
      if (!gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody came within " + PATIENCE_SECONDS + " seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  /** Calls on a thread of its own. */
  static <T> CompletableFuture<T> started(Supplier<T> call) {
    return CompletableFuture.supplyAsync(
        call,
        work -> {
          Thread thread = new Thread(work, "cachier-tck-caller");
          thread.setDaemon(true);
          thread.start();
        });
  }

  static <T> T result(CompletableFuture<T> call) {
    try {
      return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("the call failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("the call still waits after " + PATIENCE_SECONDS + " seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
