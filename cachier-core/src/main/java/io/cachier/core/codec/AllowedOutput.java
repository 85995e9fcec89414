package io.cachier.core.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/** Writes only what {@link AllowedInput} would read. */
final class AllowedOutput extends ObjectOutputStream {
  private final AllowList allowed;

  AllowedOutput(OutputStream out, AllowList allowed) throws IOException {
    super(out);
    this.allowed = allowed;
  }

  /** Called once for each class in the stream, before anything of its objects. */
  @Override
  protected void annotateClass(Class<?> type) throws IOException {
    if (!allowed.allows(type.getName())) {
      throw RefusedStreamException.ofClass(type.getName());
    }
  }

  @Override
  protected void annotateProxyClass(Class<?> type) throws IOException {
    throw new RefusedStreamException("it holds a proxy, which is never read back");
  }
}
