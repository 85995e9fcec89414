package io.cachier.core;

import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class CallWaysStaleOnFileTest extends CallWayStaleRules {
  @TempDir private Path directory;

  @Override
  CachierBuilder builder() {
    return Cachier.builder().backend("file").setting("file.directory", directory.toString());
  }
}
