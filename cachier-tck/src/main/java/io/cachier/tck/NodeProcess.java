package io.cachier.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.spi.RemoteBackendProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One machine of a fleet in a JVM of its own: the main class that {@link RemoteBackendContract} and
 * {@link StampedeContract} start. It is told what to do by lines on its standard input, {@code call
 * KEY} and {@code finish KEY}, and tells by lines on its standard output what happened. It ends
 * when its input does, so it never outlives the test that started it.
 */
public final class NodeProcess {
  private final NodePlan plan;
  private final Map<String, CountDownLatch> finish = new ConcurrentHashMap<>();

  private NodeProcess(NodePlan plan) {
    this.plan = plan;
  }

  /**
   * Runs one node until its standard input ends.
   *
   * @param arguments the file of properties that tells what the node is
   * @throws Exception if the node can't be made
   */
  public static void main(String... arguments) throws Exception {
    new NodeProcess(NodePlan.read(Path.of(arguments[0]))).run();
  }

  private void run() throws ReflectiveOperationException, IOException {
    RemoteBackendProvider provider =
        Class.forName(plan.provider())
            .asSubclass(RemoteBackendProvider.class)
            .getDeclaredConstructor()
            .newInstance();
    CachierBuilder builder =
        Cachier.builder()
            .addBackend(
                plan.latency().isZero()
                    ? provider
                    : new FaultyBackendProvider(provider, new Faults().delayAll(plan.latency())))
            .backend(provider.name())
            .operationTimeout(Duration.ofSeconds(20))
            .claimLease(plan.lease());
    plan.settings().forEach(builder::setting);
    try (Cachier cachier = builder.build()) {
      obey(cachier.function(plan.function(), String.class, String.class, this::compute).build());
    }
  }

  private void obey(CachedFunction<String, String> function) throws IOException {
    tell("ready");
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String key = order.substring(order.indexOf(' ') + 1);
      if (order.startsWith("call ")) {
        CountDownLatch served = new CountDownLatch(plan.threads());
        for (int i = 0; i < plan.threads(); i++) {
          Thread caller = new Thread(() -> call(function, key, served), "caller-" + i);
          caller.setDaemon(true);
          caller.start();
        }
      } else {
        finish(key).countDown();
      }
    }
  }

  private static void call(
      CachedFunction<String, String> function, String key, CountDownLatch served) {
    tell("calling " + key);
    String value = function.apply(key);
    long servedNanos = System.nanoTime();
    // Telling takes longer than being served, and would hold up the others.
    served.countDown();
    await(served);
    tell(Served.line(key, value, servedNanos));
  }

  /** Every run leaves a file behind, whatever becomes of the process. */
  private String compute(String key) {
    String run = UUID.randomUUID().toString();
    try {
      Files.createFile(plan.runs().resolve(run));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tell("computing " + key);
    await(finish(key));
    return Served.value(run);
  }

  private CountDownLatch finish(String key) {
    return finish.computeIfAbsent(key, k -> new CountDownLatch(1));
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("nobody came within a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** One whole line at a time, whoever writes. */
  private static void tell(String line) {
    PrintStream out = System.out;
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }
}
