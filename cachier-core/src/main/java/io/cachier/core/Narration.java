package io.cachier.core;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a person what becomes of one call. A sink that throws is told no more: a call must not fail
 * because somebody watches it. Used by the calling thread alone.
 */
final class Narration {
  private @Nullable Consumer<? super String> sink;

  Narration(Consumer<? super String> sink) {
    this.sink = sink;
  }

  void tell(String step) {
    Consumer<? super String> listening = sink;
    if (listening == null) {
      return;
    }
    try {
      listening.accept(step);
    } catch (RuntimeException e) {
      // The user's own code, which has no part in the call.
      sink = null;
    }
  }
}
