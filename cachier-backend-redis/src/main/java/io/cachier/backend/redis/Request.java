package io.cachier.backend.redis;

import java.util.concurrent.CompletableFuture;

/**
 * What the caller is given for an operation: sends its commands, and sends them again where that is
 * sound. Completes on Lettuce's event loop: who hangs work on it must not block there, and the
 * engine, which is who asks, does not.
 */
abstract class Request<T> extends CompletableFuture<T> {
  private final Gateway gateway;
  private int repetitions;
  private int inspections;

  Request(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Builds the commands anew and sends them. */
  abstract void dispatch(Link link);

  /** One of the commands has ended, well or not. */
  abstract void settled();

  /** How often it was found unanswered, this time included; by one thread. */
  final int inspected() {
    return ++inspections;
  }

  final void succeed(T value) {
    gateway.answered(this);
    complete(value);
  }

  final void fail(Throwable failure) {
    if (gateway.repeats(failure, repetitions)) {
      repetitions++;
      gateway.repeat(this);
    } else {
      gateway.answered(this);
      completeExceptionally(RedisFailure.of(failure, gateway.where()));
    }
  }
}
