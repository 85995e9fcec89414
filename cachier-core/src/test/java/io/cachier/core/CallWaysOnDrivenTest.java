package io.cachier.core;

import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class CallWaysOnDrivenTest extends CallWayRules {
  @TempDir private Path directory;

  @Override
  CachierBuilder builder() {
    return Cachier.builder()
        .addBackend(new DrivenFiles())
        .backend("driven")
        .setting("file.directory", directory.toString());
  }
}
