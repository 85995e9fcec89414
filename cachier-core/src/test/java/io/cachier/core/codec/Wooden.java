package io.cachier.core.codec;

import java.io.Serializable;

/** Looks like a {@link Canary} in a stream once its name is changed; as long a name, as it must. */
class Wooden implements Serializable {
  private static final long serialVersionUID = 1L;
}
