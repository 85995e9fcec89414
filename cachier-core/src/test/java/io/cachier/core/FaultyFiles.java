package io.cachier.core;

import io.cachier.core.file.FileBackendProvider;
import io.cachier.spi.Gauge;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** The real file backend, with operations that can be made to fail. */
final class FaultyFiles implements RemoteBackendProvider {
  /** How an operation fails. */
  enum Fault {
    /** The method itself throws. */
    THROWS,
    /** The stage fails. */
    FAILS,
    /** The stage never completes, unless the test does it. */
    SILENT,
    /** The method itself does not return, until the test lets it. */
    HANGS
  }

  final Map<String, Fault> faults = new ConcurrentHashMap<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<CompletableFuture<Object>> silent = new CopyOnWriteArrayList<>();

  /** Opened by a test that let a method hang. */
  final CountDownLatch mayReturn = new CountDownLatch(1);

  /** Hears of each operation before it is done. */
  volatile Consumer<String> whenAsked = operation -> {};

  volatile long largestPayloadBytes = Long.MAX_VALUE;

  /** What it publishes about itself. */
  final List<Gauge> gauges = new CopyOnWriteArrayList<>();

  private final FileBackendProvider files = new FileBackendProvider();
  private final String name;

  FaultyFiles() {
    this("faulty");
  }

  FaultyFiles(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<String> settings() {
    return files.settings();
  }

  @Override
  public RemoteBackend open(Settings settings) {
    RemoteBackend real = files.open(settings);
    return (RemoteBackend)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RemoteBackend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("largestPayloadBytes")) {
                return largestPayloadBytes;
              }
              if (!method.getName().equals("gauges")) {
                // Exporters ask for them whenever they like.
                asked.add(method.getName());
                whenAsked.accept(method.getName());
              }
              Fault fault = faults.get(method.getName());
              if (fault == Fault.THROWS) {
                throw new IllegalStateException("no " + method.getName());
              }
              if (fault == Fault.FAILS) {
                return CompletableFuture.failedFuture(new IOException("no " + method.getName()));
              }
              if (fault == Fault.SILENT) {
                CompletableFuture<Object> never = new CompletableFuture<>();
                silent.add(never);
                return never;
              }
              if (fault == Fault.HANGS) {
                CallFixture.await(mayReturn);
              }
              if (method.getName().equals("gauges")) {
                return gauges;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
