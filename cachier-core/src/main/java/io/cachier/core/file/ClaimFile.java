package io.cachier.core.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The newest claim on a key, as its file tells. The file is written in place, always under the
 * key's lock. Who reads it without the lock may meet half of it, sees by the checksum that it is
 * none, and at worst wakes early; who decides by it holds the lock.
 *
 * @param token the fencing token
 * @param leaseEndEpochNanos when the lease ends, by this machine's wall clock
 * @param leaseNanos how long the lease was when it was given
 * @param owner for a person to read
 */
record ClaimFile(long token, long leaseEndEpochNanos, long leaseNanos, String owner) {
  /** "CchC" and the number of this format. */
  private static final long MAGIC = 0x4363_6843_0000_0001L;

  private static final int OWNER_BYTES = 128;
  private static final int FIELD_BYTES = 4 * Long.BYTES;
  private static final int BYTES = FIELD_BYTES + OWNER_BYTES + Integer.BYTES;

  /** Reads a claim; null if there is none, or what is there is damaged. */
  static @Nullable ClaimFile read(Path file) throws IOException {
    byte[] bytes = new byte[BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      if (in.readNBytes(bytes, 0, BYTES) < BYTES) {
        return null;
      }
    } catch (NoSuchFileException absent) {
      return null;
    }
    ByteBuffer claim = ByteBuffer.wrap(bytes);
    if (claim.getLong() != MAGIC || claim.getInt(BYTES - Integer.BYTES) != checksum(bytes)) {
      return null;
    }
    long token = claim.getLong();
    long leaseEnd = claim.getLong();
    long lease = claim.getLong();
    String owner = new String(bytes, FIELD_BYTES, OWNER_BYTES, StandardCharsets.UTF_8).strip();
    return new ClaimFile(token, leaseEnd, lease, owner);
  }

  /** Writes the claim over whatever is there. Needs the key's lock. */
  void writeTo(Path file) throws IOException {
    if (!Files.exists(file)) {
      OwnerOnly.createFile(file);
    }
    byte[] bytes = new byte[BYTES];
    ByteBuffer claim = ByteBuffer.wrap(bytes);
    claim.putLong(MAGIC).putLong(token).putLong(leaseEndEpochNanos).putLong(leaseNanos);
    byte[] name = owner.getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(name, OWNER_BYTES);
    Arrays.fill(padded, Math.min(name.length, OWNER_BYTES), OWNER_BYTES, (byte) ' ');
    claim.put(padded).putInt(checksum(bytes));
    try (OutputStream out = OwnerOnly.overwrite(file)) {
      out.write(bytes);
    }
  }

  /**
   * How long the lease still runs; 0 if it ran out. More than a whole lease means that the clock
   * was set back, and nobody shall wait for a dead holder until it has caught up: 0 too.
   */
  long remainingNanos(long nowEpochNanos) {
    long remaining = leaseEndEpochNanos - nowEpochNanos;
    return remaining > 0 && remaining <= leaseNanos ? remaining : 0;
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, BYTES - Integer.BYTES);
    return (int) crc.getValue();
  }
}
