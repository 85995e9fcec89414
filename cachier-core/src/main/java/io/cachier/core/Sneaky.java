package io.cachier.core;

/** Throws an exception of the user's function on as it is, declared or not. */
final class Sneaky {
  private Sneaky() {}

  static RuntimeException rethrow(Throwable failure) {
    return Sneaky.<RuntimeException>throwAs(failure);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the point of it
  private static <E extends Throwable> RuntimeException throwAs(Throwable failure) throws E {
    throw (E) failure;
  }
}
