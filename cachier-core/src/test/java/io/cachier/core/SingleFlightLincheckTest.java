package io.cachier.core;

import io.cachier.spi.CacheEntry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Proves that flights and fences, used the way {@link Computation} and {@link LocalStore} use them,
 * make a cache of one value a key, computed once until it is invalidated. The function counts its
 * own calls, so a second computation, or a value that outlives its invalidation, is a result that
 * no order of the operations explains.
 */
@Param(name = "key", gen = IntGen.class, conf = "0:1")
public class SingleFlightLincheckTest {
  private final SingleFlight flights = new SingleFlight();
  private final ConcurrentMap<Integer, CacheEntry> stored = new ConcurrentHashMap<>();
  private final AtomicIntegerArray computations = new AtomicIntegerArray(2);

  @Operation
  public int apply(@Param(name = "key") int key) {
    CacheEntry found = stored.get(key);
    return value(found != null ? found : obtain(key));
  }

  @Operation
  public void invalidate(@Param(name = "key") int key) {
    flights.fence(key, () -> stored.remove(key));
  }

  @Validate
  public void nothingIsLeftUnderWay() {
    if (flights.size() != 0) {
      throw new IllegalStateException(flights.size() + " flights were never taken off");
    }
  }

  private CacheEntry obtain(int key) {
    while (true) {
      Flight mine = new Flight(Thread.currentThread());
      Flight flight = flights.join(key, mine);
      if (flight == mine) {
        return lead(key, mine);
      }
      if (flight.landing().join() instanceof Landing.Landed landed) {
        return landed.entry();
      }
    }
  }

  private CacheEntry lead(int key, Flight flight) {
    try {
      // Between the first look and taking the lead another flight may have landed.
      CacheEntry found = stored.get(key);
      if (found != null) {
        flight.land(found);
        return found;
      }
      CacheEntry entry = new CacheEntry(computations.incrementAndGet(key), 0, 0, -1);
      flight.land(entry);
      flight.unlessFenced(() -> stored.put(key, entry));
      return entry;
    } finally {
      flights.leave(key, flight);
      flight.abandon();
    }
  }

  private static int value(CacheEntry entry) {
    return (Integer) entry.value();
  }

  @Test
  void calls_everyInterleaving_areLinearizable() {
    new ModelCheckingOptions()
        .iterations(5)
        .invocationsPerIteration(80)
        .threads(3)
        .actorsPerThread(2)
        .check(getClass());
  }

  @Test
  void calls_underStress_areLinearizable() {
    new StressOptions()
        .iterations(10)
        .invocationsPerIteration(500)
        .threads(3)
        .actorsPerThread(2)
        .check(getClass());
  }
}
