package io.cachier.core.file;

import java.io.IOException;
import java.nio.file.Path;

/** What failed, where, and what to do about it. */
final class FileFailure {
  private FileFailure() {}

  static IOException of(String what, Path file, IOException cause) {
    return new IOException(
        "can't "
            + what
            + " "
            + file
            + ": "
            + cause
            + "; free space there or make it accessible, or set cachier.file.directory to another"
            + " folder",
        cause);
  }

  static IllegalStateException closed() {
    return new IllegalStateException("the file backend is closed; make a new Cachier");
  }
}
