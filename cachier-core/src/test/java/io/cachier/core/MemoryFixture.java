package io.cachier.core;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.FunctionBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/** A counted function on the memory backend, and a clock that stands. */
abstract class MemoryFixture {
  final FakeTicker ticker = new FakeTicker();
  final Cachier cachier = Cachier.builder().backend("memory").ticker(ticker).build();
  final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    Cachier.setCachingEnabled(true);
    cachier.close();
  }

  FunctionBuilder<String, String> counting() {
    return metered(this::counted);
  }

  FunctionBuilder<String, String> metered(Function<String, String> function) {
    return cachier
        .function("counting", String.class, String.class, function)
        .metrics(MetricsPolicy.on());
  }

  String counted(String argument) {
    return argument + runs.incrementAndGet();
  }

  String countedNull(String argument) {
    runs.incrementAndGet();
    return null;
  }

  static String outcomes(CachedFunction<?, ?> function) {
    MetricSnapshot snapshot = function.metrics().snapshot();
    StringBuilder text = new StringBuilder();
    for (Outcome outcome : List.of(Outcome.values())) {
      text.append(text.isEmpty() ? "" : " ")
          .append(outcome.name().toLowerCase(Locale.ROOT))
          .append(' ')
          .append(snapshot.calls(outcome));
    }
    return text.toString();
  }
}
