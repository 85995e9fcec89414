package io.cachier.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DefaultDirectoryTest {
  @Test
  void of_linux_isTheXdgCacheHome() {
    assertThat(DefaultDirectory.of("Linux", "/home/me", Map.of("XDG_CACHE_HOME", "/var/mine")::get))
        .isEqualTo(Path.of("/var/mine/cachier"));
  }

  @Test
  void of_linuxWithoutAbsoluteXdg_isDotCache() {
    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            Map.of("XDG_CACHE_HOME", ""),
            Map.of("XDG_CACHE_HOME", "relative"))) {
      assertThat(DefaultDirectory.of("FreeBSD", "/home/me", environment::get))
          .isEqualTo(Path.of("/home/me/.cache/cachier"));
    }
  }

  @Test
  void of_mac_isLibraryCaches() {
    assertThat(DefaultDirectory.of("Mac OS X", "/Users/me", Map.of("XDG_CACHE_HOME", "/x")::get))
        .isEqualTo(Path.of("/Users/me/Library/Caches/cachier"));
  }

  @Test
  void of_windows_isLocalAppData() {
    assertThat(
            DefaultDirectory.of("Windows 11", "/users/me", Map.of("LOCALAPPDATA", "/local")::get))
        .isEqualTo(Path.of("/local/cachier"));
    assertThat(DefaultDirectory.of("Windows 11", "/users/me", Map.<String, String>of()::get))
        .isEqualTo(Path.of("/users/me/AppData/Local/cachier"));
  }

  @Test
  void ofThisMachine_isAbsolute() {
    assertThat(DefaultDirectory.ofThisMachine()).isAbsolute().hasFileName("cachier");
  }
}
