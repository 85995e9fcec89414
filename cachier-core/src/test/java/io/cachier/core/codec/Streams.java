package io.cachier.core.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Streams as an attacker writes them. */
final class Streams {
  private Streams() {}

  /** Anything at all, without the codec's checks. */
  static byte[] write(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Replaces a text by another one of the same length, everywhere. */
  static byte[] replace(byte[] stream, String from, String to) {
    String text = new String(stream, StandardCharsets.ISO_8859_1);
    if (from.length() != to.length() || !text.contains(from)) {
      throw new IllegalArgumentException("'" + from + "' can't become '" + to + "'");
    }
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }
}
