package io.cachier.core;

import io.cachier.spi.CacheEntry;

/** How a flight ended, for those who waited for it. */
sealed interface Landing {
  /** It has a value; whether it is fresh enough is for each waiter to decide. */
  record Landed(CacheEntry entry) implements Landing {}

  /** The function threw; those who waited for that run are given the same exception. */
  record Crashed(Throwable failure) implements Landing {}

  /** It ended for a reason of its leader's alone, an interrupt or a time-out: try anew. */
  enum Abandoned implements Landing {
    INSTANCE
  }

  /** The wait itself ended first. */
  enum TimedOut implements Landing {
    INSTANCE
  }

  /** Waiting would close a circle of threads that wait for each other. */
  enum Circle implements Landing {
    INSTANCE
  }
}
