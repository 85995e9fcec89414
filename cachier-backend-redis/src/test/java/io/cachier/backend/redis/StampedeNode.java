package io.cachier.backend.redis;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One process of {@link StampedeTest}: told {@code call KEY}, it calls that key from many threads
 * at once, and tells when each was served; the function ends when it is told {@code finish KEY}.
 * System.nanoTime is the machine's uptime, so that moments of two processes can be compared.
 */
final class StampedeNode {
  private static final Map<String, CountDownLatch> FINISH = new ConcurrentHashMap<>();

  private StampedeNode() {}

  public static void main(String... arguments) throws IOException {
    int threads = Integer.parseInt(arguments[1]);
    try (Cachier cachier =
        Cachier.builder()
            .backend("redis")
            .setting("redis.uri", arguments[0])
            .operationTimeout(Duration.ofSeconds(20))
            .build()) {
      CachedFunction<String, String> function =
          cachier.function("stampede", String.class, String.class, StampedeNode::compute).build();
      tell("ready");
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        String key = order.substring(order.indexOf(' ') + 1);
        if (order.startsWith("call ")) {
          CountDownLatch served = new CountDownLatch(threads);
          for (int i = 0; i < threads; i++) {
            Thread caller = new Thread(() -> call(function, key, served));
            caller.setDaemon(true);
            caller.start();
          }
        } else {
          finish(key).countDown();
        }
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
    tell("served " + key + " " + servedNanos + " " + value);
  }

  private static String compute(String key) {
    tell("computing " + key);
    await(finish(key));
    return Long.toString(System.nanoTime());
  }

  private static CountDownLatch finish(String key) {
    return FINISH.computeIfAbsent(key, k -> new CountDownLatch(1));
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody came within a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void tell(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
