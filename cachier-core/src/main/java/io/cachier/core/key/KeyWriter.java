package io.cachier.core.key;

import org.jspecify.annotations.Nullable;

/** Writes one key, value by value. One call's own; not thread-safe. */
final class KeyWriter {
  /** Ends the walk through a value that holds itself before the stack does. */
  static final int DEEPEST = 200;

  final KeyBuffer buffer = new KeyBuffer();
  private final KeySteps steps;
  private int depth;

  KeyWriter(KeySteps steps) {
    this.steps = steps;
  }

  void write(@Nullable Object value) {
    if (value == null) {
      buffer.putByte(Tag.NULL);
    } else {
      write(value, steps.of(value.getClass()));
    }
  }

  void write(Object value, KeyStep step) {
    if (++depth > DEEPEST) {
      throw new UnstableKeyException(
          "an argument is nested deeper than "
              + DEEPEST
              + " levels, or holds itself, at "
              + value.getClass().getTypeName()
              + "; give the key by keyedBy(...)");
    }
    step.write(value, this);
    depth--;
  }
}
