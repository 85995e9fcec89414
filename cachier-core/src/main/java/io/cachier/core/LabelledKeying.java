package io.cachier.core;

import io.cachier.core.key.RemoteKeys;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Digests, with the readable key beside them: for functions on a remote backend that keep keys. */
record LabelledKeying<A extends @Nullable Object>(
    RemoteKeys digests, Function<A, @Nullable Object> value) implements Keying<A> {
  @Override
  public Object keyOf(A argument) {
    return digests.keyOf(value.apply(argument));
  }

  @Override
  public String labelOf(A argument) {
    return KeyText.of(value.apply(argument));
  }
}
