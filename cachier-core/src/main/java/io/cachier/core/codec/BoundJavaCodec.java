package io.cachier.core.codec;

import io.cachier.CodecException;
import io.cachier.core.type.ResolvedType;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.invoke.MethodType;

/** The java codec of one declared type. */
final class BoundJavaCodec implements BoundCodec {
  private final ResolvedType type;
  private final Class<?> expected;
  private final AllowList allowed;
  private final long fingerprint;

  BoundJavaCodec(ResolvedType type, AllowList allowed, long fingerprint) {
    this.type = type;
    this.expected = MethodType.methodType(type.raw()).wrap().returnType();
    this.allowed = allowed;
    this.fingerprint = fingerprint;
  }

  @Override
  public byte[] encode(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
      out.flush();
      byte[] written = bytes.toByteArray();
      // What a reader would refuse is better never stored. Checked afterwards and not by
      // annotateClass: an exception from there is itself written to the stream, and hides the
      // first.
      new StreamScan(written, 0, written.length, allowed).check();
      return written;
    } catch (NotSerializableException e) {
      throw new CodecException(
          "A value of "
              + type
              + " holds something of "
              + RefusedStreamException.shown(e.getMessage())
              + ", which is not Serializable; make it so, copy it into a class that is, or use"
              + " another codec",
          null);
    } catch (RefusedStreamException e) {
      throw new CodecException("A value of " + type + " can't be written: " + e.getMessage(), null);
    } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
      // Broad, because writeObject and writeReplace are the user's code, and a value that can't be
      // stored may never cost the caller that value.
      throw new CodecException(
          "A value of " + type + " can't be written: " + e.getClass().getName(), e);
    }
  }

  @Override
  public Object decode(byte[] bytes, int offset, int length) {
    try {
      new StreamScan(bytes, offset, length, allowed).check();
      try (AllowedInput in =
          new AllowedInput(new ByteArrayInputStream(bytes, offset, length), allowed, length)) {
        return checked(in.readObject());
      }
    } catch (RefusedStreamException e) {
      throw new CodecException(
          "Bytes that should be a " + type + " can't be read: " + e.getMessage(), null);
    } catch (IOException
        | ClassNotFoundException
        | RuntimeException
        | StackOverflowError
        | InternalError
        | LinkageError e) {
      // Broad, because anybody may have written the bytes, and readObject, readResolve and
      // constructors of records throw what they like (Map.of an InternalError, for a key without
      // value). The cause is left out: its message may hold what was read.
      throw new CodecException(
          "Bytes that should be a " + type + " can't be read: " + e.getClass().getName(), null);
    }
  }

  private Object checked(Object value) throws RefusedStreamException {
    if (!expected.isInstance(value)) {
      throw new RefusedStreamException("they hold something else");
    }
    return value;
  }

  @Override
  public long fingerprint() {
    return fingerprint;
  }
}
