package io.cachier.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What a {@link NodeProcess} is told when it is started, by a file of properties.
 *
 * @param settings the way to the store, without the prefix {@code cachier.}
 * @param provider the name of the provider's class, which has a constructor without parameters
 * @param function the name of its function
 * @param threads how many threads call at once
 * @param lease how long a claim stands
 * @param latency what every operation of the backend takes besides, so that races can be lost
 * @param runs the folder where every run of the function leaves a file
 */
record NodePlan(
    Map<String, String> settings,
    String provider,
    String function,
    int threads,
    Duration lease,
    Duration latency,
    Path runs) {
  private static final String SETTING = "setting.";
  private static final String PROVIDER = "provider";
  private static final String FUNCTION = "function";
  private static final String THREADS = "threads";
  private static final String LEASE = "lease";
  private static final String LATENCY = "latency";
  private static final String RUNS = "runs.directory";

  void write(Path file) throws IOException {
    Properties plan = new Properties();
    settings.forEach((name, value) -> plan.setProperty(SETTING + name, value));
    plan.setProperty(PROVIDER, provider);
    plan.setProperty(FUNCTION, function);
    plan.setProperty(THREADS, Integer.toString(threads));
    plan.setProperty(LEASE, lease.toString());
    plan.setProperty(LATENCY, latency.toString());
    plan.setProperty(RUNS, runs.toString());
    try (OutputStream out = Files.newOutputStream(file)) {
      plan.store(out, null);
    }
  }

  static NodePlan read(Path file) throws IOException {
    Properties plan = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      plan.load(in);
    }
    return new NodePlan(
        plan.stringPropertyNames().stream()
            .filter(name -> name.startsWith(SETTING))
            .collect(Collectors.toMap(name -> name.substring(SETTING.length()), plan::getProperty)),
        plan.getProperty(PROVIDER),
        plan.getProperty(FUNCTION),
        Integer.parseInt(plan.getProperty(THREADS)),
        Duration.parse(plan.getProperty(LEASE)),
        Duration.parse(plan.getProperty(LATENCY)),
        Path.of(plan.getProperty(RUNS)));
  }
}
