package io.cachier.core.key;

import io.cachier.CachierException;
import org.jspecify.annotations.Nullable;

/** An argument met at run time has no key that would be the same in every process. */
public final class UnstableKeyException extends CachierException {
  private static final long serialVersionUID = 1L;

  UnstableKeyException(String message) {
    this(message, null);
  }

  UnstableKeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
