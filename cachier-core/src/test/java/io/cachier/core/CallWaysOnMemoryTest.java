package io.cachier.core;

import io.cachier.Cachier;
import io.cachier.CachierBuilder;

class CallWaysOnMemoryTest extends CallWayRules {
  @Override
  CachierBuilder builder() {
    return Cachier.builder().backend("memory");
  }
}
