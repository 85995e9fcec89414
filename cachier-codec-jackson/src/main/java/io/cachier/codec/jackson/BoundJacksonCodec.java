package io.cachier.codec.jackson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.cachier.CodecException;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Jackson codec of one declared type. */
final class BoundJacksonCodec implements BoundCodec {
  private final JavaType type;
  private final ObjectWriter writer;
  private final Map<Format, ObjectReader> readers = new EnumMap<>(Format.class);
  private final long fingerprint;

  BoundJacksonCodec(ObjectMapper mapper, JavaType type, Format written) {
    this.type = type;
    this.writer = mapper.writerFor(type).with(written.factory());
    ObjectReader reader =
        mapper.readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    for (Format format : Format.values()) {
      readers.put(format, reader.with(format.factory()));
    }
    this.fingerprint = fingerprint(type);
  }

  @Override
  public byte[] encode(Object value) {
    byte[] written = write(value);
    // What a reader would refuse is better never stored: a number of too many digits, a creator
    // that checks. Only the reader itself knows.
    Class<?> readAs = decode(written, 0, written.length).getClass();
    if (readAs != value.getClass() && !type.isContainerType() && !type.isReferenceType()) {
      // At the top Jackson writes what is declared, whatever the object is.
      throw unwritable(RefusedClassException.reason(value.getClass()));
    }
    return written;
  }

  private CodecException unwritable(String reason) {
    return new CodecException("A value of " + shown() + " can't be written: " + reason, null);
  }

  private byte[] write(Object value) {
    try {
      return writer.writeValueAsBytes(value);
    } catch (RefusedClassException e) {
      throw unwritable(e.getOriginalMessage());
    } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
      // Broad, because serializers and what they ask may be the user's code, and a value that can't
      // be stored may never cost the caller that value. The cause is left out: its message may hold
      // a part of the value.
      throw unwritable(reason(e));
    }
  }

  @Override
  public Object decode(byte[] bytes, int offset, int length) {
    Object value = read(bytes, offset, length);
    if (value == null) {
      throw new CodecException(unreadable() + "they hold null", null);
    }
    return value;
  }

  private @Nullable Object read(byte[] bytes, int offset, int length) {
    ObjectReader reader = readers.get(Format.of(bytes, offset, length));
    if (reader == null) {
      throw new IllegalStateException("a format without a reader");
    }
    try {
      return reader.readValue(bytes, offset, length);
    } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
      // Broad, because anybody may have written the bytes, and constructors throw what they like.
      throw new CodecException(unreadable() + reason(e), null);
    }
  }

  private String unreadable() {
    return "Bytes that should be a " + shown() + " can't be read: ";
  }

  private String shown() {
    return type.toCanonical();
  }

  /** What happened, without Jackson's own message: that quotes what was read. */
  private static String reason(Throwable thrown) {
    Throwable deepest = thrown;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    StringBuilder text = new StringBuilder(deepest.getClass().getName());
    if (thrown instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      text.append(" for ").append(mismatch.getTargetType().getTypeName());
    }
    if (thrown instanceof JsonProcessingException e
        && e.getLocation() != null
        && e.getLocation().getByteOffset() >= 0) {
      text.append(" at byte ").append(e.getLocation().getByteOffset());
    }
    return text.toString();
  }

  /**
   * Of the type's name alone, not of its fields: those may come and go. The format is not in it
   * either, since both are read.
   */
  private static long fingerprint(JavaType type) {
    try {
      byte[] text = ("jackson " + type.toCanonical()).getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java promises SHA-256, but this one lacks it", e);
    }
  }

  @Override
  public long fingerprint() {
    return fingerprint;
  }
}
