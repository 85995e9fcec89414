package io.cachier.codec.jackson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.TSFBuilder;
import com.fasterxml.jackson.dataformat.smile.SmileConstants;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.dataformat.smile.SmileGenerator;
import java.util.Locale;

/** What values are written as. Told apart by how they begin: no JSON begins with a colon. */
enum Format {
  JSON(limited(new JsonFactoryBuilder())),
  SMILE(limited(SmileFactory.builder().disable(SmileGenerator.Feature.ENCODE_BINARY_AS_7BIT)));

  @SuppressWarnings("ImmutableEnumChecker") // configured once, here
  private final JsonFactory factory;

  Format(JsonFactory factory) {
    this.factory = factory;
  }

  /**
   * Texts, names and documents need no limit: they are no longer than the bytes, which are there.
   */
  private static <F extends JsonFactory, B extends TSFBuilder<F, B>> F limited(B builder) {
    return builder
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(Limits.LEVELS)
                .maxNumberLength(Limits.DIGITS)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build())
        .streamWriteConstraints(
            StreamWriteConstraints.builder().maxNestingDepth(Limits.LEVELS).build())
        // Keys of maps are data: interned, they would fill a table that all of the JVM shares.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }

  /** Apart, since the constants of an enum are made before its other fields. */
  private static final class Limits {
    /** As many as in keys and in the java codec: less than what overflows a small stack. */
    static final int LEVELS = 200;

    /** Turning digits into a number takes time by their square. */
    static final int DIGITS = 10_000;
  }

  static Format of(byte[] bytes, int offset, int length) {
    boolean smile =
        length > 2
            && bytes[offset] == SmileConstants.HEADER_BYTE_1
            && bytes[offset + 1] == SmileConstants.HEADER_BYTE_2
            && bytes[offset + 2] == SmileConstants.HEADER_BYTE_3;
    return smile ? SMILE : JSON;
  }

  JsonFactory factory() {
    return factory;
  }

  String settingValue() {
    return name().toLowerCase(Locale.ROOT);
  }
}
