package io.cachier.core.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it was read. If the header is damaged, or the file shorter than its header tells, the
 * payload is empty: no engine writes an empty payload, so it is counted there as unreadable instead
 * of passing for a plain miss.
 *
 * @param header what stands before the payload
 * @param payload the receiver's own
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody: a carrier
record EntryFile(EntryHeader header, byte[] payload) {
  private static final byte[] UNREADABLE = {};

  /** One read brings in most entries whole; it is the page size, and measured best. */
  private static final int FIRST_READ_BYTES = 4096;

  /**
   * Reads an entry: one open, one read unless it is long, one close. Through a stream and not a
   * channel, because an interrupt, which is no business of a cache, would close a channel.
   *
   * @return null if there is no such file
   */
  static @Nullable EntryFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = new byte[FIRST_READ_BYTES];
      int have = Math.max(in.read(first), 0);
      EntryHeader header = EntryHeader.parse(first, have);
      int length = header.payloadLength();
      have -= EntryHeader.BYTES;
      if (have >= length) {
        return new EntryFile(
            header, Arrays.copyOfRange(first, EntryHeader.BYTES, EntryHeader.BYTES + length));
      }
      if (header.isDamaged() || in.available() < length - have) {
        // Looked up before memory is taken: a length may lie.
        return new EntryFile(header, UNREADABLE);
      }
      byte[] payload = new byte[length];
      System.arraycopy(first, EntryHeader.BYTES, payload, 0, have);
      int rest = in.readNBytes(payload, have, length - have);
      return new EntryFile(header, rest == length - have ? payload : UNREADABLE);
    } catch (NoSuchFileException absent) {
      return null;
    }
  }

  /** Writes the entry to a new file; if that fails, the file is gone again. */
  void writeTo(Path file) throws IOException {
    OwnerOnly.createFile(file);
    try (OutputStream out = OwnerOnly.overwrite(file)) {
      out.write(header.toBytes());
      out.write(payload);
    } catch (IOException failure) {
      Files.deleteIfExists(file);
      throw failure;
    }
  }
}
