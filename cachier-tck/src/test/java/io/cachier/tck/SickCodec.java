package io.cachier.tck;

import io.cachier.CodecException;
import io.cachier.TypeRef;
import io.cachier.core.codec.JavaCodec;
import io.cachier.spi.Settings;
import io.cachier.spi.ValueCodec;
import java.util.Arrays;
import java.util.Set;

/** The java codec, in good health until somebody infects a part of it. */
class SickCodec implements ValueCodec {
  private final ValueCodec healthy = new JavaCodec();

  @Override
  public String id() {
    return healthy.id();
  }

  @Override
  public Set<String> settings() {
    return healthy.settings();
  }

  @Override
  public BoundCodec bind(TypeRef<?> type, Settings settings) {
    return infect(type, healthy.bind(type, settings));
  }

  BoundCodec infect(TypeRef<?> type, BoundCodec bound) {
    return bound;
  }

  /** Writes and reads as the healthy one, but where it is overridden. */
  static class Bound implements BoundCodec {
    final BoundCodec healthy;

    Bound(BoundCodec healthy) {
      this.healthy = healthy;
    }

    @Override
    public byte[] encode(Object value) {
      return healthy.encode(value);
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
      return read(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    Object read(byte[] bytes) {
      return healthy.decode(bytes, 0, bytes.length);
    }

    @Override
    public long fingerprint() {
      return healthy.fingerprint();
    }

    static CodecException refusal(String reason) {
      return new CodecException(reason, null);
    }
  }
}
