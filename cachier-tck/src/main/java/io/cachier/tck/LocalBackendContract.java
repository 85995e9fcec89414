package io.cachier.tck;

import io.cachier.spi.LocalBackendProvider;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The contract of a {@link io.cachier.spi.LocalBackend}: rules L1 to L14 of {@code
 * docs/semantics.md}, then what calls promise on a local backend. Extend it in a test class:
 *
 * <pre>{@code
 * class ShelfBackendTest extends LocalBackendContract {
 *   protected LocalBackendProvider provider() {
 *     return new ShelfBackendProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>Tests that need the engine have the tag {@code engine}.
 */
@DisplayNameGeneration(RuleNames.class)
public abstract class LocalBackendContract {
  /** For subclasses. */
  protected LocalBackendContract() {}

  /**
   * The provider under test.
   *
   * @return a provider; each call may make a new one
   */
  protected abstract LocalBackendProvider provider();

  /**
   * The settings to open with. No bound among them may be so small that it drops 1,000 entries.
   *
   * @return settings by name, without the prefix {@code cachier.}; none by default
   */
  protected Map<String, String> settings() {
    return Map.of();
  }

  @Nested
  class Entries extends LocalRules {
    Entries() {
      super(LocalBackendContract.this);
    }
  }

  @Nested
  @Tag("engine")
  class Calls extends LocalCallRules {
    Calls() {
      super(LocalBackendContract.this);
    }
  }
}
