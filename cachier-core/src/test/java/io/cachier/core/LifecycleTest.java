package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.Cachier;
import io.cachier.MetricsPolicy;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  @Test
  void functions_tenThousandMadeAndClosed_leaveNothingBehind() {
    try (Cachier cachier = Cachier.builder().backend("memory").build()) {
      for (int i = 0; i < 10_000; i++) {
        var function =
            cachier
                .function("f" + i, Integer.class, Integer.class, x -> x)
                .metrics(MetricsPolicy.on())
                .build();
        function.apply(i);
        function.close();
      }

      assertThat(cachier.functions()).isEmpty();
    }
  }

  @Test
  void close_cachier_endsItsThreads() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Cachier cachier = Cachier.builder().backend("memory").build();
    cachier
        .function("f", Integer.class, Integer.class, x -> x)
        .metrics(MetricsPolicy.on())
        .build()
        .apply(1);
    cachier.close();

    Awaitility.await().until(() -> oursBeside(before).isEmpty());
  }

  @Test
  void build_cachier_startsNoThread() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (Cachier cachier = Cachier.create()) {
      assertThat(cachier.isEnabled()).isTrue();
      assertThat(oursBeside(before)).isEmpty();
    }
  }

  private static List<String> oursBeside(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("cachier"))
        .toList();
  }
}
