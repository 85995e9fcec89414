package io.cachier.core;

import io.cachier.Cachier;
import io.cachier.CachierBuilder;

class CallWaysStaleOnMemoryTest extends CallWayStaleRules {
  @Override
  CachierBuilder builder() {
    return Cachier.builder().backend("memory");
  }
}
