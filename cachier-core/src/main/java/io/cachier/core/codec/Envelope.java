package io.cachier.core.codec;

import io.cachier.CodecException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a remote backend: what is needed to tell whether a body can be read, and the body.
 *
 * <pre>
 *  0  4  magic "CAch"
 *  4  1  format version
 *  5  1  flags: bit 0 for a cached null, bit 1 for a compressed body, the others 0
 *  6  4  CRC32C over everything else
 * 10  8  fingerprint of the type's shape
 * 18  8  nanoseconds that the computation took
 * 26  4  length of the body
 * 30  1  length of the codec's id
 * 31  n  the codec's id, ASCII
 *     m  the body
 * </pre>
 *
 * Big-endian. A compressed body begins with the length that it had, in 4 bytes. The checksum finds
 * damage, not forgery: whoever may write to the backend can make a valid one.
 */
public final class Envelope {
  private static final int MAGIC = 0x43416368;
  private static final byte FORMAT = 1;
  private static final byte NULL = 1;
  private static final byte DEFLATED = 2;
  private static final int CHECKSUM_AT = 6;
  private static final int AFTER_CHECKSUM = CHECKSUM_AT + Integer.BYTES;
  private static final int HEADER_BYTES = 31;
  private static final int LONGEST_ID = 32;

  private final byte[] bytes;
  private final String codecId;
  private final long fingerprint;
  private final long computeNanos;
  private final byte flags;
  private final int bodyOffset;

  private Envelope(byte[] bytes, ByteBuffer header, String codecId) {
    this.bytes = bytes;
    this.codecId = codecId;
    this.fingerprint = header.getLong(10);
    this.computeNanos = header.getLong(18);
    this.flags = header.get(5);
    this.bodyOffset = HEADER_BYTES + codecId.length();
  }

  /**
   * Puts a body into an envelope.
   *
   * @param codecId the id of the codec that wrote the body: 1 to 32 lower-case letters, digits and
   *     hyphens
   * @param fingerprint the shape of the type, from the codec
   * @param computeNanos how long the computation took; taken as 0 if negative
   * @param body the body; null for a cached null
   * @param compression which bodies are compressed
   * @return the payload
   * @throws IllegalArgumentException if the id is no codec id
   */
  public static byte[] write(
      String codecId,
      long fingerprint,
      long computeNanos,
      byte @Nullable [] body,
      Compression compression) {
    if (codecId.length() > LONGEST_ID || !isCodecId(codecId)) {
      throw new IllegalArgumentException(
          "codec id '" + codecId + "' must be 1 to 32 lower-case letters, digits and hyphens");
    }
    int bodyOffset = HEADER_BYTES + codecId.length();
    byte[] payload = body == null ? null : compression.deflated(body, bodyOffset);
    byte flags = body == null ? NULL : payload == null ? 0 : DEFLATED;
    if (payload == null) {
      int bodyLength = body == null ? 0 : body.length;
      payload = new byte[bodyOffset + bodyLength];
      if (body != null) {
        System.arraycopy(body, 0, payload, bodyOffset, bodyLength);
      }
    }
    ByteBuffer header = ByteBuffer.wrap(payload);
    header.putInt(MAGIC).put(FORMAT).put(flags).putInt(0);
    header.putLong(fingerprint).putLong(Math.max(0, computeNanos));
    header.putInt(payload.length - bodyOffset);
    header.put((byte) codecId.length()).put(codecId.getBytes(StandardCharsets.US_ASCII));
    header.putInt(CHECKSUM_AT, checksum(payload));
    return payload;
  }

  /**
   * Opens a payload. Copies nothing; checks everything before it is trusted.
   *
   * @param payload the payload, which may come from anybody; not changed, and not to be changed
   * @return the envelope
   * @throws CodecException if it is no payload, or of a later version, or damaged
   */
  public static Envelope read(byte[] payload) throws CodecException {
    ByteBuffer header = ByteBuffer.wrap(payload);
    require(payload.length > HEADER_BYTES, "is too short");
    require(header.getInt(0) == MAGIC, "does not begin as one");
    require(header.get(4) == FORMAT, "is of another format version");
    require(header.getInt(CHECKSUM_AT) == checksum(payload), "is damaged");
    byte flags = header.get(5);
    require((flags & ~(NULL | DEFLATED)) == 0, "has unknown flags");
    int idLength = header.get(30);
    require(idLength > 0 && idLength <= LONGEST_ID, "has a bad codec id");
    int bodyLength = header.getInt(26);
    require(bodyLength == payload.length - HEADER_BYTES - idLength, "has a bad length");
    require((flags & NULL) == 0 || bodyLength == 0, "is null, but has a body");
    require(flags != (NULL | DEFLATED), "is null, but compressed");
    require(header.getLong(18) >= 0, "has a negative time");
    String codecId = new String(payload, HEADER_BYTES, idLength, StandardCharsets.ISO_8859_1);
    require(isCodecId(codecId), "has a bad codec id");
    return new Envelope(payload, header, codecId);
  }

  /**
   * The codec that wrote the body.
   *
   * @return its id
   */
  public String codecId() {
    return codecId;
  }

  /**
   * The shape of the type when the body was written.
   *
   * @return the codec's fingerprint of it
   */
  public long fingerprint() {
    return fingerprint;
  }

  /**
   * How long the computation of the value took.
   *
   * @return nanoseconds, at least 0
   */
  public long computeNanos() {
    return computeNanos;
  }

  /**
   * Whether the value is null.
   *
   * @return true for a cached null, which has no body
   */
  public boolean isNull() {
    return flags == NULL;
  }

  /**
   * The body. Expands it, if it is compressed, each time that it is asked for; else copies nothing.
   *
   * @return where it stands: in the array that was read, not to be changed, or in one of its own
   * @throws CodecException if it is compressed and damaged, or would become larger than any that is
   *     compressed
   */
  public Body body() throws CodecException {
    int length = bytes.length - bodyOffset;
    return flags == DEFLATED
        ? Compression.inflated(bytes, bodyOffset, length)
        : new Body(bytes, bodyOffset, length);
  }

  /**
   * A part of an array.
   *
   * @param bytes the array
   * @param offset where the part begins
   * @param length how long it is
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Body(byte[] bytes, int offset, int length) {}

  private static boolean isCodecId(String id) {
    return !id.isEmpty()
        && id.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }

  private static int checksum(byte[] payload) {
    CRC32C checksum = new CRC32C();
    checksum.update(payload, 0, CHECKSUM_AT);
    checksum.update(payload, AFTER_CHECKSUM, payload.length - AFTER_CHECKSUM);
    return (int) checksum.getValue();
  }

  private static void require(boolean valid, String otherwise) {
    if (!valid) {
      throw new CodecException("A stored payload " + otherwise, null);
    }
  }
}
