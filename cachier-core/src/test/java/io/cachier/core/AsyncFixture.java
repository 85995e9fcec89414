package io.cachier.core;

import io.cachier.CachedAsyncFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.MetricsPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Asynchronous functions on any backend, and an executor of two threads. */
abstract class AsyncFixture {
  @TempDir private Path directory;
  final ExecutorService two = Executors.newFixedThreadPool(2, task -> new Thread(task, "ours"));
  final List<Cachier> opened = new ArrayList<>();
  final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    opened.forEach(Cachier::close);
    two.shutdownNow();
  }

  CachierBuilder on(String backend) {
    return Cachier.builder()
        .addBackend(new DrivenFiles())
        .backend(backend)
        .setting("file.directory", directory.toString())
        .executor(two);
  }

  Cachier open(CachierBuilder builder) {
    Cachier cachier = builder.build();
    opened.add(cachier);
    return cachier;
  }

  CachedAsyncFunction<String, String> stages(
      Cachier cachier, Function<String, CompletionStage<String>> function) {
    return cachier
        .asyncFunction("f", String.class, String.class, function)
        .metrics(MetricsPolicy.on())
        .build();
  }

  static int underWay(Object function) {
    return ((CoreManagedCache<?, ?>) function).underWay();
  }

  static <T> T soon(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }
}
