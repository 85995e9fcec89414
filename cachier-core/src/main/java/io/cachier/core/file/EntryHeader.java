package io.cachier.core.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the payload in an entry file: magic and format, when it was written, which
 * write it was, until when it must be kept, the payload's length, and a checksum of all that. The
 * payload needs none here: the engine's envelope has its own.
 *
 * @param writtenEpochNanos when, by this machine's wall clock
 * @param version identifies the write; never 0
 * @param keepUntilEpochNanos when the entry ends; {@link EpochNanos#NEVER}: it doesn't
 * @param payloadLength in bytes
 */
record EntryHeader(
    long writtenEpochNanos, long version, long keepUntilEpochNanos, int payloadLength) {
  static final int BYTES = 40;

  /** Stands for a header that is truncated, damaged or somebody else's. */
  static final EntryHeader DAMAGED = new EntryHeader(0, -1, EpochNanos.NEVER, 0);

  /** "CchE" and the number of this format. */
  private static final long MAGIC = 0x4363_6845_0000_0001L;

  byte[] toBytes() {
    ByteBuffer header = ByteBuffer.allocate(BYTES);
    header.putLong(MAGIC).putLong(writtenEpochNanos).putLong(version).putLong(keepUntilEpochNanos);
    header.putInt(payloadLength).putInt(checksum(header.array()));
    return header.array();
  }

  /** Reads a header from the first bytes of a file; {@link #DAMAGED} if it isn't one. */
  static EntryHeader parse(byte[] bytes, int length) {
    if (length < BYTES) {
      return DAMAGED;
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (header.getLong() != MAGIC || header.getInt(BYTES - 4) != checksum(bytes)) {
      return DAMAGED;
    }
    EntryHeader read =
        new EntryHeader(header.getLong(), header.getLong(), header.getLong(), header.getInt());
    return read.payloadLength < 0 || read.version == 0 ? DAMAGED : read;
  }

  /** Reads the header alone; null if there is no such file. */
  static @Nullable EntryHeader read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = new byte[BYTES];
      return parse(bytes, in.readNBytes(bytes, 0, BYTES));
    } catch (NoSuchFileException absent) {
      return null;
    }
  }

  boolean isDamaged() {
    return version == DAMAGED.version;
  }

  boolean isPastRetention(long nowEpochNanos) {
    return keepUntilEpochNanos <= nowEpochNanos;
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, BYTES - 4);
    return (int) crc.getValue();
  }
}
