package io.cachier.core.key;

/** What to do about an argument that has no key: as far as sentences say it in one place only. */
public final class KeyRemedy {
  /** For functions that are built. */
  public static final String KEYED_BY = "give the key by keyedBy(...)";

  /** For methods of interfaces. */
  public static final String ANNOTATE =
      "leave the parameter out of the key by @CacheIgnore, or pick others by @CacheKey";

  private KeyRemedy() {}
}
