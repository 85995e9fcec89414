package io.cachier.backend.redis;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One process of {@link StampedeTest}: warms up on a key of its own, then calls the cold key from
 * 64 threads at once, and tells when each was served. System.nanoTime is the machine's uptime, so
 * that moments of two processes of one machine can be compared.
 */
final class StampedeNode {
  private static final int WARM_UP = 200;
  private static final CountDownLatch FINISH = new CountDownLatch(1);

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
      String warm = "warm " + UUID.randomUUID();
      for (int i = 0; i < WARM_UP; i++) {
        function.apply(warm);
      }
      tell("ready");
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        if (order.equals("call")) {
          CountDownLatch served = new CountDownLatch(threads);
          for (int i = 0; i < threads; i++) {
            Thread caller =
                new Thread(
                    () -> {
                      tell("calling");
                      String value = function.apply("cold");
                      long servedNanos = System.nanoTime();
                      // Telling takes longer than being served, and would hold up the others.
                      awaitAll(served);
                      tell("served " + servedNanos + " " + value);
                    });
            caller.setDaemon(true);
            caller.start();
          }
        } else if (order.equals("finish")) {
          FINISH.countDown();
        }
      }
    }
  }

  private static void awaitAll(CountDownLatch served) {
    served.countDown();
    try {
      if (!served.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("some were not served");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String compute(String key) {
    if (!key.equals("cold")) {
      return key;
    }
    tell("computing");
    try {
      if (!FINISH.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody told the node to finish");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Long.toString(System.nanoTime());
  }

  private static void tell(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
