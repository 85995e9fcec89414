package io.cachier.core.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;

/**
 * Reads a stream of which every class is on the list. The name is checked before a class is loaded;
 * the filter comes on top of the process-wide one and bounds what is allocated.
 */
final class AllowedInput extends ObjectInputStream {
  private final AllowList allowed;

  AllowedInput(InputStream in, AllowList allowed, int length) throws IOException {
    super(in);
    this.allowed = allowed;
    setObjectInputFilter(
        ObjectInputFilter.merge(new StreamFilter(allowed, length), getObjectInputFilter()));
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description)
      throws IOException, ClassNotFoundException {
    if (!allowed.allows(description.getName())) {
      throw RefusedStreamException.ofClass(description.getName());
    }
    return allowed.resolve(description.getName());
  }

  @Override
  protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
    throw new RefusedStreamException("they hold a proxy");
  }
}
