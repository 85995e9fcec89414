package io.cachier.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A readable key before the envelope, in the payload of an entry whose function keeps its keys:
 *
 * <pre>
 * 0  4  magic "CKey"
 * 4  2  length of the text in bytes
 * 6  n  the text, UTF-8
 *    m  the envelope
 * </pre>
 *
 * Big-endian. Every reader knows both forms, whether its function keeps keys or not. The text is
 * for people and decides nothing; damage to it is not noticed, damage to its length spoils the
 * envelope behind, whose checksum finds it.
 */
final class KeyLabel {
  private static final int MAGIC = 0x434b6579;
  private static final int HEADER_BYTES = 6;

  private KeyLabel() {}

  static byte[] before(byte[] envelope, String text) {
    byte[] label = text.getBytes(StandardCharsets.UTF_8);
    if (label.length > 0xffff) {
      throw new IllegalArgumentException("a label has at most 65535 bytes, not " + label.length);
    }
    return ByteBuffer.allocate(HEADER_BYTES + label.length + envelope.length)
        .putInt(MAGIC)
        .putShort((short) label.length)
        .put(label)
        .put(envelope)
        .array();
  }

  /** The envelope: the payload itself where no label is before it, else a copy. */
  static byte[] without(byte[] payload) {
    int end = end(payload);
    return end == 0 ? payload : Arrays.copyOfRange(payload, end, payload.length);
  }

  /** The text, which may come from anybody. */
  static Optional<String> text(byte[] payload) {
    int end = end(payload);
    return end == 0
        ? Optional.empty()
        : Optional.of(
            KeyText.shown(
                new String(payload, HEADER_BYTES, end - HEADER_BYTES, StandardCharsets.UTF_8)));
  }

  /** Where the label ends; 0: there is none, or none that fits. */
  private static int end(byte[] payload) {
    if (payload.length < HEADER_BYTES || ByteBuffer.wrap(payload).getInt(0) != MAGIC) {
      return 0;
    }
    int end = HEADER_BYTES + (ByteBuffer.wrap(payload).getShort(4) & 0xffff);
    return end <= payload.length ? end : 0;
  }
}
