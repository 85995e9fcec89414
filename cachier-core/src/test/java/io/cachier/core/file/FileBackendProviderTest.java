package io.cachier.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBackendProviderTest {
  private final FileBackendProvider provider = new FileBackendProvider();

  @Test
  void open_directorySet_usesItAndCreatesNothingYet(@TempDir Path temp) {
    Path path = temp.resolve("chosen");
    OneSetting settings = new OneSetting(path + "/../chosen");
    try (RemoteBackend backend = provider.open(settings)) {
      assertThat(backend.location("f").orElseThrow()).startsWith(path + "/f-");
    }
    assertThat(path).doesNotExist();
    assertThat(settings.rejected).isEmpty();
  }

  @Test
  void open_nothingSet_usesTheDefault() {
    try (RemoteBackend backend = provider.open(new OneSetting(null))) {
      assertThat(backend.location("f").orElseThrow())
          .startsWith(DefaultDirectory.ofThisMachine().toString());
    }
  }

  @Test
  void open_regularFile_isRejected(@TempDir Path temp) throws IOException {
    OneSetting settings = new OneSetting(Files.createFile(temp.resolve("file")).toString());
    provider.open(settings).close();
    assertThat(settings.rejected)
        .containsExactly("file.directory it must be a directory, or not exist yet");
  }

  @Test
  void open_noPath_isRejected() {
    OneSetting settings = new OneSetting("a\0b");
    provider.open(settings).close();
    assertThat(settings.rejected).singleElement().asString().contains("must be a path");
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

  private static final class OneSetting implements Settings {
    private final @Nullable String directory;
    private final List<String> rejected = new ArrayList<>();

    OneSetting(@Nullable String directory) {
      this.directory = directory;
    }

    @Override
    public Optional<String> text(String name) {
      return name.equals("file.directory") ? Optional.ofNullable(directory) : Optional.empty();
    }

    @Override
    public Optional<Duration> duration(String name, Duration least, Duration most) {
      return Optional.empty();
    }

    @Override
    public OptionalInt integer(String name, int least, int most) {
      return OptionalInt.empty();
    }

    @Override
    public OptionalLong bytes(String name) {
      return OptionalLong.empty();
    }

    @Override
    public Optional<Boolean> flag(String name) {
      return Optional.empty();
    }

    @Override
    public void reject(String name, String allowed) {
      rejected.add(name + " " + allowed);
    }
  }
}
