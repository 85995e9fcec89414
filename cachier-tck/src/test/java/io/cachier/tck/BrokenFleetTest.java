package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.launcher.TagFilter.includeTags;

import io.cachier.spi.RemoteBackendProvider;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.Events;

/** The tests between real processes can fail: without claims and fences they do. */
class BrokenFleetTest {
  @Test
  void processes_neitherClaimsNorFences_failTheirRules() {
    Events tests = Examination.of(Patient.class, includeTags("processes"));
    assertThat(Examination.rulesOf(tests.failed())).contains("C11", "C16");
  }

  static class Patient extends RemoteBackendContract {
    @TempDir Path directory = Path.of("");

    @Override
    protected RemoteBackendProvider provider() {
      return new LooseFileProvider();
    }

    @Override
    protected Map<String, String> settings() {
      return Map.of("file.directory", directory.resolve("cache").toString());
    }
  }
}
