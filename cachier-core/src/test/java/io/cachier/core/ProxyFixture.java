package io.cachier.core;

import io.cachier.Cachier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** A cachier on the memory backend, a clock that stands, and a count of what targets computed. */
abstract class ProxyFixture {
  final FakeTicker ticker = new FakeTicker();
  final Cachier cachier = Cachier.builder().backend("memory").ticker(ticker).build();
  final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void close() {
    cachier.close();
  }

  /** Tells what was computed, and as which run. */
  String run(Object what) {
    return what + "#" + runs.incrementAndGet();
  }
}
