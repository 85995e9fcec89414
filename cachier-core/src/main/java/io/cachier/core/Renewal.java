package io.cachier.core;

/** A claim that is being renewed until this is closed. */
interface Renewal extends AutoCloseable {
  /** For a right that needs no renewal. */
  Renewal NONE = () -> {};

  @Override
  void close();
}
