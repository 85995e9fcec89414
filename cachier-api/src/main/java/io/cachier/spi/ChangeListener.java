package io.cachier.spi;

/**
 * Hears of what any client does to the entries of one function: what a {@link RemoteBackend#watch
 * watch} tells. Implemented by the engine, for its near caches. Thread-safe, on any thread; never
 * blocks, never throws.
 *
 * <p>Between {@link #connected} and {@link #lost} every change is told at least once. Before, and
 * after, anything may have been missed. A change that was acknowledged before {@code connected} was
 * told need not be told: whoever looks up after {@code connected} finds it.
 */
public interface ChangeListener {
  /**
   * From now on every change is told. Told anew when changes are told again after some may have
   * been missed, whether {@link #lost} was told in between or not.
   */
  void connected();

  /**
   * An entry was stored or removed, by this client or another. Telling it of an entry that did not
   * change does no harm.
   *
   * @param key its key
   */
  void changed(EntryKey key);

  /** Any number of the function's entries were removed. */
  void cleared();

  /** From now on changes may be missed, until {@link #connected}. */
  void lost();

  /**
   * No changes will ever be told, as it turned out: the server can't, or may not. The last that is
   * told.
   *
   * @param reason for the log: what is missing and what to do about it, without secrets
   */
  void unsupported(String reason);
}
