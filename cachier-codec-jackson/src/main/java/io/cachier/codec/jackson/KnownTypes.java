package io.cachier.codec.jackson;

import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * The classes of the JDK that are read back as they were written. Jackson knows more, such as
 * {@code Class}, {@code InetAddress} and {@code Path}: these look up what the bytes name.
 */
final class KnownTypes {
  private static final Set<Class<?>> VALUES =
      Set.of(
          Boolean.class,
          Byte.class,
          Short.class,
          Character.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          String.class,
          BigInteger.class,
          BigDecimal.class,
          UUID.class,
          URI.class,
          Currency.class,
          Locale.class,
          Date.class,
          Instant.class,
          Duration.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          OffsetTime.class,
          ZonedDateTime.class,
          ZoneId.class,
          ZoneOffset.class,
          Period.class,
          Year.class,
          YearMonth.class,
          MonthDay.class,
          OptionalInt.class,
          OptionalLong.class,
          OptionalDouble.class);

  private static final Set<Class<?>> KEYS =
      Set.of(
          Boolean.class,
          Byte.class,
          Short.class,
          Character.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          String.class,
          UUID.class,
          URI.class,
          Currency.class,
          Instant.class,
          Duration.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          OffsetTime.class,
          ZonedDateTime.class,
          ZoneId.class,
          ZoneOffset.class,
          Period.class,
          Year.class,
          YearMonth.class,
          MonthDay.class);

  private KnownTypes() {}

  static boolean isValue(Class<?> type) {
    return type.isPrimitive() || VALUES.contains(type);
  }

  static boolean isKey(Class<?> type) {
    return KEYS.contains(type) || type.isEnum();
  }

  /** Whether an object of the class may stand where a value or a reference is declared. */
  static boolean isWritten(Class<?> type) {
    return isValue(type)
        || type == Optional.class
        || VALUES.stream()
            .anyMatch(
                each -> Modifier.isAbstract(each.getModifiers()) && each.isAssignableFrom(type));
  }

  /** Whether a class comes with the JDK. */
  static boolean isJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }
}
