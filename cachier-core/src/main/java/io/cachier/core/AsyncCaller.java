package io.cachier.core;

import org.jspecify.annotations.Nullable;

/** Who makes an asynchronous call, or refreshes in the background: for what, and by which steps. */
record AsyncCaller<A extends @Nullable Object>(A argument, Object key, Call call, Steps steps) {}
