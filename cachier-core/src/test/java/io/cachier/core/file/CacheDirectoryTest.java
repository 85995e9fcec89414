package io.cachier.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CacheDirectoryTest {
  @Test
  void create_absent_makesItAndItsParentsForTheOwner(@TempDir Path temp) throws IOException {
    Path path = temp.resolve("a/b/cachier");
    new CacheDirectory(path, false).create();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx------");
    assertThat(path).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx----w-"})
  void check_defaultThatOthersMayWrite_isRefusedWithRemedy(String mode, @TempDir Path temp)
      throws IOException {
    Path path = directory(temp, mode);
    CacheDirectory directory = new CacheDirectory(path, false);
    assertThatThrownBy(directory::check)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("chmod 700");
    assertThatThrownBy(directory::create).isInstanceOf(IOException.class);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatCode(directory::check).doesNotThrowAnyException();
  }

  @Test
  void check_defaultOfSomebodyElse_isRefused(@TempDir Path temp) throws IOException {
    Path path = directory(temp, "rwx------");
    assumeTrue(giveAway(path), "only root can give files away");
    assertThatThrownBy(new CacheDirectory(path, false)::check).hasMessageContaining("belongs to");
  }

  @Test
  void check_chosenThatOthersMayWrite_warnsOnce(@TempDir Path temp) throws IOException {
    Path path = directory(temp, "rwxrwxrwx");
    List<String> warnings = new ArrayList<>();
    CacheDirectory directory = new CacheDirectory(path, true, new Recorder(warnings));
    directory.check();
    directory.create();
    directory.check();
    assertThat(warnings).singleElement().asString().contains(path.toString(), "plant");
  }

  @Test
  void create_linkToAFolderOfOnesOwn_isFollowed(@TempDir Path temp) throws IOException {
    Path real = directory(temp, "rwx------");
    Path link = Files.createSymbolicLink(temp.resolve("link"), real);
    new CacheDirectory(link, false).create();
    assertThat(Files.isSymbolicLink(link)).isTrue();
  }

  private static Path directory(Path temp, String mode) throws IOException {
    Path path = Files.createDirectory(temp.resolve("cachier"));
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static boolean giveAway(Path path) {
    try {
      Files.setAttribute(path, "unix:uid", 54321);
      return true;
    } catch (IOException | UnsupportedOperationException notAllowed) {
      return false;
    }
  }

  private record Recorder(List<String> warnings) implements System.Logger {
    @Override
    public String getName() {
      return "recorder";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String text, Throwable thrown) {
      warnings.add(text);
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... values) {
      warnings.add(MessageFormat.format(format, values));
    }
  }
}
