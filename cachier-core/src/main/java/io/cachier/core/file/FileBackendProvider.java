package io.cachier.core.file;

import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Opens the backend {@code file}: one file an entry, shared by all processes of one machine.
 *
 * <p>One machine: claims rest on its file locks, ages on its clock. For a folder that several
 * machines share over a network use {@code redis}, {@code sql} or {@code mongo} instead.
 *
 * <p>The folder is {@code cachier.file.directory}, else {@code cachier} in the user's cache
 * directory: {@code $XDG_CACHE_HOME} or {@code ~/.cache}, {@code ~/Library/Caches} on macOS, {@code
 * %LOCALAPPDATA%} on Windows. It is created when first needed, for its owner alone. The default
 * folder is refused while others own it or may write in it; a folder that was set is used
 * nevertheless, with a warning.
 *
 * <p>Writes are atomic: whoever reads sees an old value or a new one, also while processes are
 * killed. They are not forced to the disk: after a power failure an entry may be unreadable, and is
 * then computed again.
 */
public final class FileBackendProvider implements RemoteBackendProvider {
  private static final String DIRECTORY = "file.directory";

  /** Makes the provider. */
  public FileBackendProvider() {}

  @Override
  public String name() {
    return "file";
  }

  @Override
  public Set<String> settings() {
    return Set.of(DIRECTORY);
  }

  @Override
  public RemoteBackend open(Settings settings) {
    CacheDirectory directory =
        settings
            .text(DIRECTORY)
            .flatMap(text -> chosen(text, settings))
            .map(path -> new CacheDirectory(path, true))
            .orElseGet(() -> new CacheDirectory(DefaultDirectory.ofThisMachine(), false));
    return new FileBackend(directory, InstantSource.system());
  }

  private static Optional<Path> chosen(String text, Settings settings) {
    try {
      Path path = Path.of(text).toAbsolutePath().normalize();
      if (Files.exists(path) && !Files.isDirectory(path)) {
        settings.reject(DIRECTORY, "it must be a directory, or not exist yet");
      }
      return Optional.of(path);
    } catch (InvalidPathException unreadable) {
      settings.reject(DIRECTORY, "it must be a path: " + unreadable.getReason());
      return Optional.empty();
    }
  }
}
