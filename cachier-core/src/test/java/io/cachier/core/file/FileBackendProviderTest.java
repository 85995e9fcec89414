package io.cachier.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.core.FakeSettings;
import io.cachier.spi.RemoteBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBackendProviderTest {
  private final FileBackendProvider provider = new FileBackendProvider();

  @Test
  void open_directorySet_usesItAndCreatesNothingYet(@TempDir Path temp) {
    Path path = temp.resolve("chosen");
    FakeSettings settings = FakeSettings.of("file.directory", path + "/../chosen");
    try (RemoteBackend backend = provider.open(settings)) {
      assertThat(backend.location("f").orElseThrow()).startsWith(path + "/f-");
    }
    assertThat(path).doesNotExist();
    assertThat(settings.rejected()).isEmpty();
  }

  @Test
  void open_nothingSet_usesTheDefault() {
    try (RemoteBackend backend = provider.open(FakeSettings.none())) {
      assertThat(backend.location("f").orElseThrow())
          .startsWith(DefaultDirectory.ofThisMachine().toString());
    }
  }

  @Test
  void open_regularFile_isRejected(@TempDir Path temp) throws IOException {
    FakeSettings settings =
        FakeSettings.of("file.directory", Files.createFile(temp.resolve("file")).toString());
    provider.open(settings).close();
    assertThat(settings.rejected())
        .containsExactly("file.directory: it must be a directory, or not exist yet");
  }

  @Test
  void open_noPath_isRejected() {
    FakeSettings settings = FakeSettings.of("file.directory", "a\0b");
    provider.open(settings).close();
    assertThat(settings.rejected()).singleElement().asString().contains("must be a path");
  }

  @Test
  void names_ofBackendAndSettings_areFixed() {
    assertThat(provider.name()).isEqualTo("file");
    assertThat(provider.settings()).containsExactly("file.directory");
  }

  @Test
  void location_hostileFunctionNames_stayInTheRootAndApart(@TempDir Path temp) {
    FileLayout layout = new FileLayout(temp);
    List<String> names =
        List.of(
            "../../etc", "a/b", "a_b", "a\0b", "é", "x".repeat(500), "x".repeat(501), ".", "A_b");
    assertThat(names.stream().map(layout::function).distinct()).hasSameSizeAs(names);
    assertThat(names).allSatisfy(name -> assertThat(layout.function(name)).hasParentRaw(temp));
    assertThat(names)
        .allSatisfy(
            name -> assertThat(layout.function(name).toFile().getName()).hasSizeLessThan(80));
  }

  @Test
  void location_tensOfThousandsOfFunctions_remembersNotAll(@TempDir Path temp) {
    FileLayout layout = new FileLayout(temp);
    Path first = layout.function("f0");
    for (int i = 0; i < 10_000; i++) {
      layout.function("f" + i);
    }
    assertThat(layout.function("f0")).isEqualTo(first);
  }
}
