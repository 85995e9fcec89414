package io.cachier.core.file;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder of all entries: created when it is first written to, looked over when it is first
 * used. Who can write in it can plant values. So the default folder must be the user's own; a
 * folder that was set explicitly is somebody's decision, and only warned about.
 */
final class CacheDirectory {
  private static final Logger LOG = System.getLogger(CacheDirectory.class.getName());

  private final Path path;
  private final boolean chosen;
  private final Logger logger;
  private volatile boolean lookedOver;

  /**
   * Describes a folder.
   *
   * @param path absolute
   * @param chosen whether it was set explicitly
   */
  CacheDirectory(Path path, boolean chosen) {
    this(path, chosen, LOG);
  }

  /** As above, with another place for warnings. */
  CacheDirectory(Path path, boolean chosen, Logger logger) {
    this.path = path;
    this.chosen = chosen;
    this.logger = logger;
  }

  Path path() {
    return path;
  }

  /** Before reading: refuses a folder that is not to be trusted. It need not exist. */
  void check() throws IOException {
    if (!lookedOver && Files.exists(path)) {
      lookOver();
    }
  }

  /** Before writing: creates the folder, and refuses one that is not to be trusted. */
  void create() throws IOException {
    OwnerOnly.createFolders(path);
    if (!lookedOver) {
      lookOver();
    }
  }

  private synchronized void lookOver() throws IOException {
    if (lookedOver) {
      return;
    }
    String danger = OwnerOnly.isPosix(path.getFileSystem()) ? danger() : null;
    if (danger != null && !chosen) {
      throw new IOException(
          path
              + " "
              + danger
              + ", who could plant values there; make it yours alone (chmod 700), or set"
              + " cachier.file.directory");
    }
    lookedOver = true;
    if (danger != null) {
      logger.log(
          Level.WARNING,
          "cachier.file.directory: {0} {1}, who could plant values there",
          path,
          danger);
    }
  }

  private @Nullable String danger() throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
    Set<PosixFilePermission> open =
        EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    open.retainAll(attributes.permissions());
    if (!open.isEmpty()) {
      return "may be written by its group or by others";
    }
    UserPrincipal me = whoWritesHere();
    if (me != null && !attributes.owner().equals(me)) {
      return "belongs to " + attributes.owner().getName();
    }
    return null;
  }

  /**
   * Who this process is, found by who owns a file that it creates: Java has no other portable way
   * to ask.
   */
  private @Nullable UserPrincipal whoWritesHere() throws IOException {
    Path probe =
        path.resolve(".owner-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".tmp");
    try {
      OwnerOnly.createFile(probe);
    } catch (IOException readOnly) {
      if (chosen) {
        return null; // Reading entries that were prepared is a fair use of a read-only folder.
      }
      throw readOnly;
    }
    try {
      return Files.getOwner(probe);
    } finally {
      Files.deleteIfExists(probe);
    }
  }
}
