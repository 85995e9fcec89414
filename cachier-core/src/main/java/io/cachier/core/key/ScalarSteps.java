package io.cachier.core.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Writes the value types of the JDK outside {@code java.time}. */
final class ScalarSteps {
  private ScalarSteps() {}

  /** The steps by the exact class that they are for. */
  @SuppressWarnings("JavaUtilDate") // only read, for those who still have one
  static Map<Class<?>, KeyStep> all() {
    Map<Class<?>, KeyStep> steps = new HashMap<>();
    add(steps, Boolean.class, Tag.BOOLEAN, (value, out) -> out.putByte(value ? 1 : 0));
    add(steps, Byte.class, Tag.BYTE, (value, out) -> out.putByte(value));
    add(steps, Short.class, Tag.SHORT, (value, out) -> out.putShort(value));
    add(steps, Character.class, Tag.CHAR, (value, out) -> out.putShort(value));
    add(steps, Integer.class, Tag.INT, (value, out) -> out.putInt(value));
    add(steps, Long.class, Tag.LONG, (value, out) -> out.putLong(value));
    // The bits, as in equals: all NaNs are one, the two zeros differ.
    add(steps, Float.class, Tag.FLOAT, (value, out) -> out.putInt(Float.floatToIntBits(value)));
    add(
        steps,
        Double.class,
        Tag.DOUBLE,
        (value, out) -> out.putLong(Double.doubleToLongBits(value)));
    add(steps, String.class, Tag.STRING, (value, out) -> out.putText(value));
    add(
        steps,
        BigInteger.class,
        Tag.BIG_INTEGER,
        (value, out) -> out.putBytes(value.toByteArray()));
    add(steps, BigDecimal.class, Tag.BIG_DECIMAL, ScalarSteps::putDecimal);
    add(steps, UUID.class, Tag.UUID, ScalarSteps::putUuid);
    add(steps, Class.class, Tag.CLASS, (value, out) -> out.putText(value.getName()));
    add(steps, URI.class, Tag.URI, UriForm::put);
    add(steps, Locale.class, Tag.LOCALE, ScalarSteps::putLocale);
    add(steps, Currency.class, Tag.CURRENCY, (value, out) -> out.putText(value.getCurrencyCode()));
    add(steps, Date.class, Tag.DATE, (value, out) -> out.putLong(value.getTime()));
    return steps;
  }

  /** Writes the content of one kind of value, after its tag. */
  interface Content<T> {
    void put(T value, KeyBuffer out);
  }

  static <T> void add(Map<Class<?>, KeyStep> steps, Class<T> type, int tag, Content<T> content) {
    steps.put(type, step(type, tag, content));
  }

  static <T> KeyStep step(Class<T> type, int tag, Content<T> content) {
    return (value, out) -> {
      out.buffer.putByte(tag);
      content.put(type.cast(value), out.buffer);
    };
  }

  /** Scale and all, as in equals: 1.0 is not 1.00. */
  private static void putDecimal(BigDecimal value, KeyBuffer out) {
    out.putInt(value.scale());
    out.putBytes(value.unscaledValue().toByteArray());
  }

  private static void putUuid(UUID value, KeyBuffer out) {
    out.putLong(value.getMostSignificantBits());
    out.putLong(value.getLeastSignificantBits());
  }

  /** In parts: the language tag leaves out what it can't say. */
  private static void putLocale(Locale value, KeyBuffer out) {
    out.putText(value.getLanguage());
    out.putText(value.getScript());
    out.putText(value.getCountry());
    out.putText(value.getVariant());
    Character[] extensions = value.getExtensionKeys().stream().sorted().toArray(Character[]::new);
    out.putInt(extensions.length);
    for (Character extension : extensions) {
      out.putShort(extension);
      out.putText(String.valueOf(value.getExtension(extension)));
    }
  }
}
