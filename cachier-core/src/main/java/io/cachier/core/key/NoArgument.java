package io.cachier.core.key;

/** The argument of a supplier, which has none. In keys it is the empty argument list. */
public enum NoArgument {
  /** The only one. */
  INSTANCE
}
