package io.cachier.tck;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What goes wrong in the {@link FaultyBackend}s that share it, and how often each operation was
 * asked for. At first nothing goes wrong. Thread-safe; changes hold for operations that begin
 * later.
 */
public final class Faults {
  /** The ways in which an operation can fail. */
  public enum Failure {
    /** The method itself throws. */
    THROW,
    /** The stage completes exceptionally. */
    FAIL,
    /** The stage never completes. */
    HANG
  }

  private final Map<Operation, Failure> failures = new ConcurrentHashMap<>();
  private final Map<Operation, Duration> latencies = new ConcurrentHashMap<>();
  private final Map<Operation, Integer> counts = new ConcurrentHashMap<>();

  /** Makes a plan in which nothing goes wrong. */
  public Faults() {}

  /**
   * Lets an operation fail from now on.
   *
   * @param operation which
   * @param failure how
   * @return this
   */
  public Faults fail(Operation operation, Failure failure) {
    failures.put(operation, failure);
    return this;
  }

  /**
   * Lets every operation fail from now on: the store is gone.
   *
   * @param failure how
   * @return this
   */
  public Faults failAll(Failure failure) {
    for (Operation operation : Operation.values()) {
      fail(operation, failure);
    }
    return this;
  }

  /**
   * Delays every operation from now on, by time of the machine.
   *
   * @param latency zero or more
   * @return this
   */
  public Faults delayAll(Duration latency) {
    for (Operation operation : Operation.values()) {
      delay(operation, latency);
    }
    return this;
  }

  /**
   * Delays an operation from now on, by time of the machine.
   *
   * @param operation which
   * @param latency zero or more
   * @return this
   */
  public Faults delay(Operation operation, Duration latency) {
    latencies.put(operation, latency);
    return this;
  }

  /**
   * Ends all failures and delays. What hangs already goes on hanging.
   *
   * @return this
   */
  public Faults heal() {
    failures.clear();
    latencies.clear();
    return this;
  }

  /**
   * How often an operation was asked for, failed ones included.
   *
   * @param operation which
   * @return zero or more
   */
  public int count(Operation operation) {
    return counts.getOrDefault(operation, 0);
  }

  void count(Operation operation, int more) {
    counts.merge(operation, more, Integer::sum);
  }

  Optional<Failure> failure(Operation operation) {
    return Optional.ofNullable(failures.get(operation));
  }

  Duration latency(Operation operation) {
    return latencies.getOrDefault(operation, Duration.ZERO);
  }
}
