package io.cachier.core.codec;

import io.cachier.CodecException;
import io.cachier.spi.Settings;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Which bodies are compressed when they are written, and how any is expanded: by the JDK's deflate,
 * at its fastest. The length before comes first, in 4 bytes, then the raw stream.
 *
 * @param threshold bodies of at least so many bytes are compressed, if that spares an eighth
 */
public record Compression(long threshold) {
  /** Compresses nothing; reads what others have compressed. */
  public static final Compression OFF = new Compression(Long.MAX_VALUE);

  private static final long DEFAULT_THRESHOLD = 16 << 10;

  /** No larger body is compressed, so that none that becomes larger need be expanded. */
  static final int LARGEST = 64 << 20;

  /** Deflate codes at most 258 bytes in two bits. */
  private static final long MOST_GROWTH = 1032;

  private static final int GUESSED_GROWTH = 4;

  /**
   * Reads the settings {@code compression} (on by default) and {@code compression.threshold} (16
   * KiB by default).
   *
   * @param settings the merged settings
   * @return what they say
   */
  public static Compression of(Settings settings) {
    long threshold = settings.bytes("compression.threshold").orElse(DEFAULT_THRESHOLD);
    return settings.flag("compression").orElse(true) ? new Compression(threshold) : OFF;
  }

  /**
   * Compresses a body into an array of its own, behind room for a header.
   *
   * @return header room, length and stream; null if the body is stored better as it is
   */
  byte @Nullable [] deflated(byte[] body, int headerLength) {
    if (body.length < threshold || body.length > LARGEST) {
      return null;
    }
    int start = headerLength + Integer.BYTES;
    byte[] out = new byte[headerLength + body.length - body.length / 8];
    if (out.length <= start) {
      return null;
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(body);
      deflater.finish();
      int length = deflater.deflate(out, start, out.length - start);
      if (!deflater.finished()) {
        return null;
      }
      ByteBuffer.wrap(out).putInt(headerLength, body.length);
      return Arrays.copyOf(out, start + length);
    } finally {
      deflater.end();
    }
  }

  /**
   * Expands a body. Allocates in proportion to what really comes out of it, whatever length it
   * claims.
   */
  static Envelope.Body inflated(byte[] bytes, int offset, int length) {
    if (length <= Integer.BYTES) {
      throw damaged();
    }
    int claimed = ByteBuffer.wrap(bytes).getInt(offset);
    int input = length - Integer.BYTES;
    if (claimed <= 0 || claimed > LARGEST || claimed > MOST_GROWTH * input) {
      throw damaged();
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, offset + Integer.BYTES, input);
      byte[] out = expand(inflater, claimed, input);
      if (inflater.getRemaining() > 0 || inflater.getBytesWritten() != claimed) {
        throw damaged();
      }
      return new Envelope.Body(out, 0, claimed);
    } catch (DataFormatException e) {
      throw damaged();
    } finally {
      inflater.end();
    }
  }

  private static byte[] expand(Inflater inflater, int claimed, int input)
      throws DataFormatException {
    // One byte more than claimed, to see whether there is more.
    byte[] out = new byte[(int) Math.min(claimed + 1L, (long) GUESSED_GROWTH * input)];
    int length = 0;
    while (!inflater.finished()) {
      if (length > claimed) {
        throw damaged();
      }
      if (length == out.length) {
        out = Arrays.copyOf(out, (int) Math.min(claimed + 1L, 2L * length));
      }
      int more = inflater.inflate(out, length, out.length - length);
      if (more == 0 && !inflater.finished()) {
        // It waits for bytes, or a dictionary, that nobody has.
        throw damaged();
      }
      length += more;
    }
    return out;
  }

  private static CodecException damaged() {
    return new CodecException("A stored payload is compressed and damaged", null);
  }
}
