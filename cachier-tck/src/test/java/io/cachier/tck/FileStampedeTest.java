package io.cachier.tck;

import io.cachier.core.file.FileBackendProvider;
import io.cachier.spi.RemoteBackendProvider;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** P14 on the file backend. */
class FileStampedeTest extends StampedeContract {
  @TempDir Path directory = Path.of("");

  @Override
  protected RemoteBackendProvider provider() {
    return new FileBackendProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("file.directory", directory.resolve("cache").toString());
  }
}
