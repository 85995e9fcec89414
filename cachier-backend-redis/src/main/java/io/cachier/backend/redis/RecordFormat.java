package io.cachier.backend.redis;

import io.cachier.spi.Lookup;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How one entry lies in one Redis string: a head of 42 bytes, then the payload. A claim on a key
 * without a value is a record of its own, of 28 bytes and the owner's name. {@code record.lua}
 * writes what is read here; all numbers are big-endian, all times whole milliseconds of the
 * server's clock.
 *
 * <pre>
 *  0  'C' '1'            2
 *  2  'v' value, 'c' claim only
 *  3  who waits: '0' nobody, '1' PUBLISH, '2' SPUBLISH, '3' both
 *  4  end of the key     6   what PEXPIREAT was told
 * 10  token              8   zero: no claim
 * 18  end of the lease   6
 * 24  lease              4
 * 28  version            8
 * 36  written            6
 * 42  payload
 * </pre>
 *
 * <p>The end of the key stands in the record so that one {@code PTTL} beside a {@code GET} tells
 * the server's clock: it is the end less what is left.
 */
final class RecordFormat {
  static final int HEAD_BYTES = 42;
  static final int CLAIM_BYTES = 28;

  private static final int KEEP_AT = 4;
  private static final int TOKEN_AT = 10;
  private static final int LEASE_END_AT = 18;
  private static final int VERSION_AT = 28;
  private static final int WRITTEN_AT = 36;

  /** What is unusable, as {@link Lookup.Stored#ageNanos()} says it. */
  private static final long UNKNOWN_AGE = -1;

  private RecordFormat() {}

  /** Whether Cachier wrote this. */
  static boolean isOurs(byte[] record) {
    return record.length >= CLAIM_BYTES
        && record[0] == 'C'
        && record[1] == '1'
        && (record[2] == 'c' || record.length >= HEAD_BYTES);
  }

  /** Whether there is a value and not only a claim. */
  static boolean isStored(byte[] record) {
    return record[2] == 'v';
  }

  /**
   * What a whole record tells.
   *
   * @param leftMillis what PTTL said, before the record was read
   */
  static Lookup lookup(byte[] record, long leftMillis) {
    long now = keep(record) - leftMillis;
    boolean claimed = claimedAt(record, now);
    if (!isStored(record)) {
      return new Lookup(null, claimed);
    }
    byte[] payload = Arrays.copyOfRange(record, HEAD_BYTES, record.length);
    long age = leftMillis < 0 ? UNKNOWN_AGE : ageNanos(record, leftMillis);
    return new Lookup(new Lookup.Stored(payload, age, version(record, VERSION_AT)), claimed);
  }

  /** Whether a claim stands at that moment of the server's clock. */
  static boolean claimedAt(byte[] head, long nowMillis) {
    return number(head, TOKEN_AT, 8) != 0 && number(head, LEASE_END_AT, 6) > nowMillis;
  }

  static long nowMillis(byte[] head, long leftMillis) {
    return keep(head) - leftMillis;
  }

  /** Rounded up, so that nothing looks younger than it is; negative if the clock was set back. */
  static long ageNanos(byte[] head, long leftMillis) {
    long millis = nowMillis(head, leftMillis) - number(head, WRITTEN_AT, 6);
    return millis < 0 ? UNKNOWN_AGE : TimeUnit.MILLISECONDS.toNanos(millis + 1);
  }

  /** Eight bytes of a script's answer; none mean that nothing is stored. */
  static long version(byte[] bytes, int at) {
    return bytes.length < at + 8 ? 0 : number(bytes, at, 8);
  }

  /** A token or a version as scripts compare it. */
  static byte[] bytes(long number) {
    return ByteBuffer.allocate(8).putLong(number).array();
  }

  private static long keep(byte[] head) {
    return number(head, KEEP_AT, 6);
  }

  private static long number(byte[] bytes, int at, int length) {
    long number = 0;
    for (int i = at; i < at + length; i++) {
      number = (number << 8) | (bytes[i] & 0xff);
    }
    return number;
  }
}
