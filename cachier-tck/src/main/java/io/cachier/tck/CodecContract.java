package io.cachier.tck;

import io.cachier.spi.ValueCodec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Nested;

/**
 * The contract of a {@link ValueCodec}: rules V1 to V24 of {@code docs/semantics.md}. Extend it in
 * a test class, and give the codec, the types that it takes besides those that every codec takes,
 * and what its format could be attacked with:
 *
 * <pre>{@code
 * class ShelfCodecTest extends CodecContract {
 *   protected ValueCodec codec() {
 *     return new ShelfCodec();
 *   }
 *
 *   protected List<CodecSample<?>> samples() {
 *     return List.of(new CodecSample<>(new TypeRef<Optional<String>>() {}, Optional.of("a")));
 *   }
 *
 *   protected List<byte[]> gadgets(String className) {
 *     return List.of(("new " + className + "()").getBytes(UTF_8));
 *   }
 * }
 * }</pre>
 *
 * <p>The value classes of the contract are not public, are {@code Serializable}, and bear no
 * annotation of any codec: records, enums, and a class with fields, getters, setters and a
 * constructor without parameters.
 */
@DisplayNameGeneration(RuleNames.class)
public abstract class CodecContract {
  /** For subclasses. */
  protected CodecContract() {}

  /**
   * The codec under test.
   *
   * @return a codec; each call makes a new one
   */
  protected abstract ValueCodec codec();

  /**
   * The settings to bind with.
   *
   * @return settings by name, without the prefix {@code cachier.}; none by default
   */
  protected Map<String, String> settings() {
    return Map.of();
  }

  /**
   * Values that this codec carries besides those that every codec must.
   *
   * @return samples; none by default, which skips the test of V7
   */
  protected List<CodecSample<?>> samples() {
    return List.of();
  }

  /**
   * Payloads in the codec's own format that call for a class that no declared type calls for: by
   * its name, as the type of a value, wherever the format has a place for one.
   *
   * @param className the class that must not be loaded
   * @return payloads; none by default
   */
  protected List<byte[]> gadgets(String className) {
    return List.of();
  }

  /**
   * Small payloads in the codec's own format that could keep a reader busy, or fill its memory:
   * numbers with huge exponents, lengths that lie, parts that are shared.
   *
   * @return payloads, each under a megabyte; none by default, which skips the test of V22
   */
  protected List<byte[]> bombs() {
    return List.of();
  }

  @Nested
  class RoundTrips extends CodecRoundTripRules {
    RoundTrips() {
      super(CodecContract.this);
    }
  }

  @Nested
  class Binding extends CodecBindingRules {
    Binding() {
      super(CodecContract.this);
    }
  }

  @Nested
  class Damage extends CodecDamageRules {
    Damage() {
      super(CodecContract.this);
    }
  }

  @Nested
  class Attacks extends CodecAttackRules {
    Attacks() {
      super(CodecContract.this);
    }
  }
}
