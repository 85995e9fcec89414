package io.cachier.core;

import java.time.Duration;

/** How long a backend is waited for, and when it counts as down. */
record Limits(Duration operationTimeout, int breakerFailures, Duration breakerPause) {}
