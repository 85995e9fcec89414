package io.cachier.core.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates files and folders that nobody but their owner may use, where the file system can. */
final class OwnerOnly {
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private OwnerOnly() {}

  static boolean isPosix(FileSystem fileSystem) {
    return fileSystem.supportedFileAttributeViews().contains("posix");
  }

  /** Creates a folder and those above it, unless it is there, perhaps by way of a link. */
  static void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (isPosix(folder.getFileSystem())) {
      Files.createDirectories(folder, FOLDER);
    } else {
      Files.createDirectories(folder);
    }
  }

  /** Creates an empty file where nothing is, not even a dangling link. */
  static void createFile(Path file) throws IOException {
    if (isPosix(file.getFileSystem())) {
      Files.createFile(file, FILE);
    } else {
      Files.createFile(file);
    }
  }

  /** Writes from the start of a file that is there, not truncated, and not by way of a link. */
  static OutputStream overwrite(Path file) throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }
}
