package io.cachier.spi;

import io.cachier.CachierBuilder;

/** Makes cachiers. Implemented by cachier-core alone; found by {@link java.util.ServiceLoader}. */
public interface CachierEngine {
  /**
   * Starts building a cachier.
   *
   * @return a new builder
   */
  CachierBuilder newBuilder();
}
