package io.cachier.core;

import io.cachier.CodecException;
import io.cachier.ConfigurationException;
import io.cachier.TypeRef;
import io.cachier.core.codec.Compression;
import io.cachier.core.codec.Envelope;
import io.cachier.spi.Settings;
import io.cachier.spi.ValueCodec;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values to payloads and back, for one function. Writes with one codec, reads with any that the
 * entry names. Whatever a codec, or the user's own serialization code within it, throws becomes a
 * {@link CodecException} here.
 */
final class GuardedCodec {
  private final String writerId;
  private final Map<String, BoundCodec> readers;
  private final BoundCodec writer;
  private final Class<?> rawType;
  private final Compression compression;

  /**
   * Binds the codecs to a type.
   *
   * @throws ConfigurationException if the writing codec can't write the type
   */
  GuardedCodec(TypeRef<?> type, ValueCodec writer, List<ValueCodec> all, Settings settings) {
    this.rawType = RawTypes.boxedRawType(type.type());
    this.compression = Compression.of(settings);
    this.writerId = writer.id();
    this.writer = writer.bind(type, settings);
    this.readers = new HashMap<>();
    for (ValueCodec codec : all) {
      if (!codec.id().equals(writerId)) {
        try {
          readers.put(codec.id(), codec.bind(type, settings));
        } catch (RuntimeException | LinkageError cannotHaveWrittenIt) {
          // Then no entry names it either. Broad: a codec that was merely found, in whatever state
          // it is, must not stop one that was chosen.
        }
      }
    }
    readers.put(writerId, this.writer);
  }

  /** A value as read from a payload. */
  record Decoded(@Nullable Object value, long computeNanos) {}

  byte[] encode(@Nullable Object value, long computeNanos) {
    try {
      byte[] body = value == null ? null : writer.encode(value);
      return Envelope.write(writerId, writer.fingerprint(), computeNanos, body, compression);
    } catch (CodecException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      throw new CodecException("codec '" + writerId + "' failed: " + e.getClass().getName(), e);
    }
  }

  Decoded decode(byte[] payload) {
    Envelope envelope = Envelope.read(payload);
    BoundCodec reader = readers.get(envelope.codecId());
    if (reader == null) {
      throw new CodecException(
          "entry was written by codec '" + envelope.codecId() + "', which is not here", null);
    }
    if (envelope.fingerprint() != reader.fingerprint()) {
      throw new CodecException("entry was written for another shape of the type", null);
    }
    if (envelope.isNull()) {
      return new Decoded(null, envelope.computeNanos());
    }
    try {
      Envelope.Body body = envelope.body();
      Object value = reader.decode(body.bytes(), body.offset(), body.length());
      if (!rawType.isInstance(value)) {
        // Left to the caller, it would surface as a ClassCastException far from its cause.
        throw new CodecException("entry holds a value of another type", null);
      }
      return new Decoded(value, envelope.computeNanos());
    } catch (CodecException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      throw new CodecException(
          "codec '" + envelope.codecId() + "' failed: " + e.getClass().getName(), e);
    }
  }
}
