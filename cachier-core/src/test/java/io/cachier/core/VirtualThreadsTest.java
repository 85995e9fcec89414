package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Synchronous calls on virtual threads: who computes, who waits for another caller, of this process
 * or another, and who hits, leaves the thread that carries it. Told by the JVM itself, in the
 * events of its Flight Recorder.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {
  private static final int KEYS = 20;
  private static final int CALLERS = 200;

  @TempDir private Path directory;
  private final List<Cachier> opened = new ArrayList<>();
  private ExecutorService virtual;

  @BeforeEach
  void open() throws Exception {
    // The code is of Java 17, which knows no such threads.
    virtual =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  @AfterEach
  void close() {
    virtual.shutdownNow();
    opened.forEach(Cachier::close);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file", "driven"})
  void apply_missesWaitsAndHits_pinNoVirtualThread(String backend) throws Exception {
    // What is initialized for the first time holds its thread, whoever does it.
    missesWaitsAndHits(backend, "first");
    try (Recording recording = recording()) {
      missesWaitsAndHits(backend, "second");

      assertThat(pinned(recording)).isEmpty();
    }
  }

  /** A recorder that sees nothing would be found out here. */
  @Test
  void recording_threadPinnedOnPurpose_tells() throws Exception {
    try (Recording recording = recording()) {
      CompletableFuture.runAsync(Pinning::pin, virtual).get(20, TimeUnit.SECONDS);

      assertThat(pinned(recording)).isNotEmpty();
    }
  }

  /** In its initializer no virtual thread can leave the thread that carries it. */
  private static final class Pinning {
    static {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }

    static void pin() {}
  }

  private void missesWaitsAndHits(String backend, String name) throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch mayEnd = new CountDownLatch(1);
    CachedFunction<String, String> here = function(backend, name, runs, mayEnd);
    CachedFunction<String, String> there = function(backend, name, runs, mayEnd);
    List<CompletableFuture<String>> calls = new ArrayList<>();
    call(here, calls);
    Awaitility.await().until(() -> runs.get() == KEYS);
    Awaitility.await().until(() -> here.metrics().snapshot().waiters() == CALLERS - KEYS);
    if (!backend.equals("memory")) {
      call(there, calls);
      Awaitility.await().until(() -> there.metrics().snapshot().waiters() == CALLERS);
    }
    mayEnd.countDown();
    ended(calls);
    calls.clear();
    call(here, calls);
    ended(calls);

    assertThat(runs).hasValue(KEYS);
    assertThat(here.metrics().snapshot().hits()).isEqualTo(CALLERS);
  }

  private CachedFunction<String, String> function(
      String backend, String name, AtomicInteger runs, CountDownLatch mayEnd) {
    Cachier cachier =
        Cachier.builder()
            .addBackend(new DrivenFiles())
            .backend(backend)
            .setting("file.directory", directory.resolve("store").toString())
            .operationTimeout(Duration.ofSeconds(30))
            .build();
    opened.add(cachier);
    return cachier
        .function(
            name,
            String.class,
            String.class,
            x -> {
              runs.incrementAndGet();
              CallFixture.await(mayEnd);
              return x + "!";
            })
        .metrics(MetricsPolicy.on())
        .build();
  }

  private void call(CachedFunction<String, String> function, List<CompletableFuture<String>> into) {
    for (int i = 0; i < CALLERS; i++) {
      String key = "k" + i % KEYS;
      into.add(CompletableFuture.supplyAsync(() -> function.apply(key), virtual));
    }
  }

  private static void ended(List<CompletableFuture<String>> calls) throws Exception {
    for (CompletableFuture<String> call : calls) {
      assertThat(call.get(30, TimeUnit.SECONDS)).endsWith("!");
    }
  }

  private static Recording recording() {
    Recording recording = new Recording();
    recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
    recording.start();
    return recording;
  }

  private List<RecordedEvent> pinned(Recording recording) throws Exception {
    recording.stop();
    Path file = directory.resolve("events.jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file);
  }
}
