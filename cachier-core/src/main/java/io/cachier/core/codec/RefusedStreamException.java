package io.cachier.core.codec;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A stream that is broken, hostile, or too much; the message holds nothing of its values. */
final class RefusedStreamException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final Pattern PLAIN_NAME = Pattern.compile("[\\w.$\\[;/]{1,200}");

  RefusedStreamException(String message) {
    super(message);
  }

  /** Never leaves the codec: where it came from says nothing, and would cost more than the scan. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  static RefusedStreamException ofClass(String name) {
    return new RefusedStreamException(
        shown(name)
            + " is not called for by the declared type; declare it, or allow it by the setting"
            + " codec.java.allow");
  }

  /** The name may come from anybody: only what looks like one goes into a log. */
  static String shown(@Nullable String name) {
    return name != null && PLAIN_NAME.matcher(name).matches() ? "class " + name : "a class";
  }
}
