package io.cachier.core.size;

import static io.cachier.core.size.MemoryModel.array;
import static io.cachier.core.size.MemoryModel.object;
import static io.cachier.core.size.MemoryModel.references;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * The whole size of values of the JDK whose fields are closed to reflection, and which hold no
 * values of the user: by formula.
 */
final class KnownSizes {
  private static final long INSTANT = object(0, 12);
  private static final long DATE = object(0, 8);
  private static final long TIME = object(0, 7);
  private static final long DATE_TIME = object(2, 0) + DATE + TIME;

  private static final Map<Class<?>, ToLongFunction<Object>> BY_CLASS =
      Map.ofEntries(
          Map.entry(Boolean.class, value -> object(0, 1)),
          Map.entry(Byte.class, value -> object(0, 1)),
          Map.entry(Character.class, value -> object(0, 2)),
          Map.entry(Short.class, value -> object(0, 2)),
          Map.entry(Integer.class, value -> object(0, 4)),
          Map.entry(Float.class, value -> object(0, 4)),
          Map.entry(Long.class, value -> object(0, 8)),
          Map.entry(Double.class, value -> object(0, 8)),
          Map.entry(String.class, value -> string((String) value)),
          Map.entry(BigInteger.class, value -> bigInteger((BigInteger) value)),
          Map.entry(BigDecimal.class, value -> bigDecimal((BigDecimal) value)),
          Map.entry(UUID.class, value -> object(0, 16)),
          Map.entry(Date.class, value -> object(1, 8)),
          Map.entry(URI.class, value -> uri((URI) value)),
          Map.entry(BitSet.class, value -> bitSet((BitSet) value)),
          Map.entry(Instant.class, value -> INSTANT),
          Map.entry(Duration.class, value -> INSTANT),
          Map.entry(Period.class, value -> object(0, 12)),
          Map.entry(LocalDate.class, value -> DATE),
          Map.entry(LocalTime.class, value -> TIME),
          Map.entry(LocalDateTime.class, value -> DATE_TIME),
          // Offsets and zones are shared by all who use them.
          Map.entry(OffsetDateTime.class, value -> object(2, 0) + DATE_TIME),
          Map.entry(ZonedDateTime.class, value -> object(3, 0) + DATE_TIME));

  private KnownSizes() {}

  /** The size, or -1 if there is no formula. */
  static long of(Object value) {
    if (value instanceof Enum || value instanceof Class || value instanceof ZoneId) {
      return 0;
    }
    ToLongFunction<Object> formula = BY_CLASS.get(value.getClass());
    return formula == null ? -1 : formula.applyAsLong(value);
  }

  private static long string(String value) {
    return object(1, 6) + array(value.length(), isLatin1(value) ? 1 : 2);
  }

  private static boolean isLatin1(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) > 0xff) {
        return false;
      }
    }
    return true;
  }

  private static long bigInteger(BigInteger value) {
    return object(1, 20) + array((value.bitLength() + 31L) / 32, Integer.BYTES);
  }

  private static long bigDecimal(BigDecimal value) {
    // Up to 18 digits the number is held as a long, and the string form is kept once asked for.
    long digits = value.precision();
    return object(2, 16) + (digits <= 18 ? 0 : object(1, 20) + array(digits / 9, Integer.BYTES));
  }

  private static long uri(URI value) {
    // The text, and about as much again, twice, in the parts that are kept.
    return object(10, 12) + 3 * string(value.toString()) + 5 * string("");
  }

  private static long bitSet(BitSet value) {
    return object(1, 5) + array(value.size() / Long.SIZE, Long.BYTES);
  }

  /** The table of a hash map that grew to so many entries. */
  static long hashTable(int entries) {
    int needed = (int) Math.min(1 << 30, entries * 4L / 3 + 1);
    return entries == 0 ? 0 : references(Math.max(16, Integer.highestOneBit(needed - 1) << 1));
  }
}
