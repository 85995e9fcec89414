package io.cachier.core;

import io.cachier.spi.Ticker;

/** What all functions of one cachier share while they run. */
record CachierParts(
    Ticker ticker,
    Switches switches,
    Refresher refresher,
    LeaseKeeper leases,
    UsageThread usageThread) {}
