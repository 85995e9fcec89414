package io.cachier.core.file;

import java.io.IOException;

/** Work on files. */
@FunctionalInterface
interface FileAction<T> {
  T run() throws IOException;
}
