package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlightTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Flight flight = new Flight(Thread.currentThread());
  private final AtomicInteger writes = new AtomicInteger();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void unlessFenced_notFenced_writesAndSaysSo() {
    assertThat(flight.isFenced()).isFalse();
    assertThat(flight.unlessFenced(writes::incrementAndGet)).isTrue();
    assertThat(writes).hasValue(1);
  }

  @Test
  void unlessFenced_fenced_doesNotWriteAndSaysSo() {
    flight.fence();

    assertThat(flight.isFenced()).isTrue();
    assertThat(flight.unlessFenced(writes::incrementAndGet)).isFalse();
    assertThat(writes).hasValue(0);
  }

  @Test
  void fence_andEveryLookAtIt_leaveItFreeForOtherThreads() throws Exception {
    flight.unlessFenced(writes::incrementAndGet);
    assertThat(elsewhere(flight::fence)).isTrue();
    flight.isFenced();
    assertThat(elsewhere(flight::fence)).isTrue();
    flight.fence();
    assertThat(elsewhere(flight::fence)).isTrue();
    flight.unlessFenced(writes::incrementAndGet);
    assertThat(elsewhere(flight::fence)).isTrue();
  }

  @Test
  void beganBefore_isTheOrderOfCreation() {
    Flight later = new Flight(Thread.currentThread());

    assertThat(flight.beganBefore(later)).isTrue();
    assertThat(later.beganBefore(flight)).isFalse();
    assertThat(flight.beganBefore(flight)).isFalse();
  }

  private boolean elsewhere(Runnable step) throws Exception {
    threads.submit(step).get(20, TimeUnit.SECONDS);
    return true;
  }
}
