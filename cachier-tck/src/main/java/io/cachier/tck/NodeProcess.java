package io.cachier.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.spi.RemoteBackendProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One machine of a fleet in a JVM of its own: the main class that {@link RemoteBackendContract}
 * starts. It is told what to do by lines on its standard input, {@code call} and {@code finish},
 * and tells by lines on its standard output what happened. It ends when its input does, so it never
 * outlives the test that started it.
 */
public final class NodeProcess {
  /** Prefix of the settings of the backend in the file that the process is started with. */
  static final String SETTING = "setting.";

  static final String PROVIDER = "provider";
  static final String FUNCTION = "function";
  static final String THREADS = "threads";
  static final String LEASE_MILLIS = "lease.millis";
  static final String RUNS = "runs.directory";

  private final Properties plan;
  private final CountDownLatch finish = new CountDownLatch(1);

  private NodeProcess(Properties plan) {
    this.plan = plan;
  }

  /**
   * Runs one node until its standard input ends.
   *
   * @param arguments the file of properties that tells what the node is
   * @throws Exception if the node can't be made
   */
  public static void main(String... arguments) throws Exception {
    Properties plan = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
      plan.load(in);
    }
    new NodeProcess(plan).run();
  }

  private void run() throws ReflectiveOperationException, IOException {
    RemoteBackendProvider provider =
        Class.forName(plan.getProperty(PROVIDER))
            .asSubclass(RemoteBackendProvider.class)
            .getDeclaredConstructor()
            .newInstance();
    Faults latency = new Faults().delayAll(Duration.ofMillis(1));
    CachierBuilder builder =
        Cachier.builder()
            .addBackend(new FaultyBackendProvider(provider, latency))
            .backend(provider.name())
            .operationTimeout(Duration.ofSeconds(10))
            .claimLease(Duration.ofMillis(Long.parseLong(plan.getProperty(LEASE_MILLIS))));
    for (String name : plan.stringPropertyNames()) {
      if (name.startsWith(SETTING)) {
        builder.setting(name.substring(SETTING.length()), plan.getProperty(name));
      }
    }
    try (Cachier cachier = builder.build()) {
      obey(
          cachier
              .function(plan.getProperty(FUNCTION), String.class, String.class, this::compute)
              .build());
    }
  }

  private void obey(CachedFunction<String, String> function) throws IOException {
    tell("ready");
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      if (order.equals("call")) {
        for (int i = 0; i < Integer.parseInt(plan.getProperty(THREADS)); i++) {
          Thread caller = new Thread(() -> call(function), "caller-" + i);
          caller.setDaemon(true);
          caller.start();
        }
      } else if (order.equals("finish")) {
        finish.countDown();
      }
    }
  }

  private static void call(CachedFunction<String, String> function) {
    tell("calling");
    tell("value " + function.apply("key"));
  }

  /** Every run leaves a file behind, whatever becomes of the process. */
  private String compute(String key) {
    String value = UUID.randomUUID().toString();
    try {
      Files.createFile(Path.of(plan.getProperty(RUNS), value));
      tell("computing");
      if (!finish.await(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("nobody told the node to finish");
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
