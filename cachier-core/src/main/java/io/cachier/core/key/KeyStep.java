package io.cachier.core.key;

/** Writes the values of one class. */
@FunctionalInterface
interface KeyStep {
  void write(Object value, KeyWriter out);
}
