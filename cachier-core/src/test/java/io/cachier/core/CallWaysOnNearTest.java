package io.cachier.core;

import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** C120: a near cache changes nothing of what is promised. */
class CallWaysOnNearTest extends CallWayRules {
  @TempDir private Path directory;

  @Override
  CachierBuilder builder() {
    return Cachier.builder()
        .addBackend(new DrivenFiles())
        .addBackend(new TestBounded())
        .backend("driven")
        .nearCache(100, Duration.ofMinutes(1))
        .setting("file.directory", directory.toString());
  }
}
