package io.cachier.exporter.prometheus;

import io.cachier.ManagedCache;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that were registered with one exporter. Thread-safe. */
final class FunctionTable {
  private final Map<ManagedCache, ServedFunction> functions = new LinkedHashMap<>();

  synchronized void add(ManagedCache function) {
    functions.computeIfAbsent(function, ServedFunction::new);
  }

  synchronized void remove(ManagedCache function) {
    functions.remove(function);
  }

  /** Those registered now, first registered first. */
  synchronized List<ServedFunction> functions() {
    return new ArrayList<>(functions.values());
  }
}
