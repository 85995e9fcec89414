package io.cachier.core.key;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The bytes of one key while they are written: numbers big-endian, texts and arrays with their
 * length first. One call's own; not thread-safe.
 */
final class KeyBuffer {
  /** Beyond this an argument is data, not a key, and an endless one must not take the heap. */
  static final int MOST_BYTES = 64 << 20;

  private static final byte ASCII = 0;
  private static final byte UTF_16 = 1;

  private byte[] bytes = new byte[128];
  private int size;

  int size() {
    return size;
  }

  void putByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void putShort(int value) {
    putByte(value >>> 8);
    putByte(value);
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    size += Integer.BYTES;
    setInt(size - Integer.BYTES, value);
  }

  void putLong(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  /** Overwrites four bytes written before. */
  void setInt(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  void putBytes(byte[] value) {
    putInt(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  /**
   * Writes a text: one byte a character if all are ASCII, else two. UTF-8 would write every lone
   * surrogate as the same replacement.
   */
  void putText(String text) {
    int length = text.length();
    reserve(1 + Integer.BYTES + length);
    int start = size;
    bytes[size++] = ASCII;
    putInt(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size = start;
        putUtf16(text);
        return;
      }
      bytes[size++] = (byte) c;
    }
  }

  private void putUtf16(String text) {
    reserve(1L + Integer.BYTES + 2L * text.length());
    bytes[size++] = UTF_16;
    putInt(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes[size++] = (byte) (c >>> 8);
      bytes[size++] = (byte) c;
    }
  }

  /**
   * Puts pieces written before into the order of their bytes.
   *
   * @param starts where each piece begins; the last one ends where the buffer ends
   */
  void sort(int[] starts) {
    if (starts.length < 2) {
      return;
    }
    byte[][] pieces = new byte[starts.length][];
    for (int i = 0; i < starts.length; i++) {
      int end = i + 1 < starts.length ? starts[i + 1] : size;
      pieces[i] = Arrays.copyOfRange(bytes, starts[i], end);
    }
    Arrays.sort(pieces, Arrays::compareUnsigned);
    int at = starts[0];
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, bytes, at, piece.length);
      at += piece.length;
    }
  }

  void feed(MessageDigest digest) {
    digest.update(bytes, 0, size);
  }

  private void reserve(long more) {
    long needed = size + more;
    if (needed > MOST_BYTES) {
      throw new UnstableKeyException(
          "an argument has more than "
              + MOST_BYTES
              + " bytes as a key; give a smaller key by keyedBy(...)");
    }
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(MOST_BYTES, Math.max(needed, 2L * bytes.length)));
    }
  }
}
