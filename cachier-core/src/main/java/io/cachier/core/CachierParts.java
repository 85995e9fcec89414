package io.cachier.core;

import io.cachier.spi.Ticker;
import java.util.random.RandomGenerator;

/** What all functions of one cachier share while they run. */
record CachierParts(
    Ticker ticker,
    RandomGenerator random,
    Switches switches,
    Refresher refresher,
    LeaseKeeper leases,
    UsageThread usageThread,
    Sweeper sweeper,
    GuardedExecutor executor) {}
