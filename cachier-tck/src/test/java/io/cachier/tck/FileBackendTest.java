package io.cachier.tck;

import io.cachier.core.file.FileBackendProvider;
import io.cachier.spi.RemoteBackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** The file backend of cachier-core keeps the contract, over processes too. */
class FileBackendTest extends RemoteBackendContract {
  @TempDir Path directory = Path.of("");

  @Override
  protected RemoteBackendProvider provider() {
    return new FileBackendProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("file.directory", directory.resolve("cache").toString());
  }

  @Override
  protected Optional<Map<String, String>> settingsOutOfReach() {
    try {
      Path file = Files.createTempFile(directory, "no", "folder");
      return Optional.of(Map.of("file.directory", file.resolve("cache").toString()));
    } catch (IOException e) {
      throw new AssertionError("no file in a folder of its own", e);
    }
  }
}
