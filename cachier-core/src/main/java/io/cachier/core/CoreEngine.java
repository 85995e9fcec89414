package io.cachier.core;

import io.cachier.CachierBuilder;
import io.cachier.spi.CachierEngine;

/** What {@code Cachier.builder()} finds. */
public final class CoreEngine implements CachierEngine {
  /** Made by {@link java.util.ServiceLoader}. */
  public CoreEngine() {}

  @Override
  public CachierBuilder newBuilder() {
    return new CoreBuilder();
  }
}
