package io.cachier.core.key;

import io.cachier.spi.KeyEncoder;

/** Writes what a {@link KeyEncoder} gives in place of a value. */
final class EncoderStep<T> implements KeyStep {
  private final KeyEncoder<T> encoder;
  private final KeySteps steps;

  EncoderStep(KeyEncoder<T> encoder, KeySteps steps) {
    this.encoder = encoder;
    this.steps = steps;
  }

  KeyEncoder<T> encoder() {
    return encoder;
  }

  @Override
  public void write(Object value, KeyWriter out) {
    Object canonical = canonical(encoder.type().cast(value));
    if (canonical == null) {
      throw new UnstableKeyException(
          encoder.getClass().getTypeName() + " gave null; it must give a value for the key");
    }
    out.buffer.putByte(Tag.ENCODED);
    out.buffer.putText(encoder.type().getName());
    out.write(canonical, steps.ofCanonical(canonical.getClass(), encoder));
  }

  /** Whatever a third party's encoder throws, the caller learns that there is no key, and why. */
  @SuppressWarnings("NullAway") // an encoder may break its promise
  private Object canonical(T value) {
    try {
      return encoder.canonical(value);
    } catch (RuntimeException e) {
      throw new UnstableKeyException(
          encoder.getClass().getTypeName()
              + " failed for a value of "
              + value.getClass().getTypeName(),
          e);
    }
  }
}
