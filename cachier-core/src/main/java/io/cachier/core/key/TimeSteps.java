package io.cachier.core.key;

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
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;

/** Writes the value types of {@code java.time}. */
final class TimeSteps {
  /** For zones of every class: a zone is its name. */
  static final KeyStep ZONE =
      ScalarSteps.step(ZoneId.class, Tag.ZONE, (value, out) -> out.putText(value.getId()));

  private TimeSteps() {}

  /** The steps by the exact class that they are for. */
  static Map<Class<?>, KeyStep> all() {
    Map<Class<?>, KeyStep> steps = new HashMap<>();
    ScalarSteps.add(
        steps,
        Instant.class,
        Tag.INSTANT,
        (value, out) -> put(value.getEpochSecond(), value.getNano(), out));
    ScalarSteps.add(
        steps,
        Duration.class,
        Tag.DURATION,
        (value, out) -> put(value.getSeconds(), value.getNano(), out));
    ScalarSteps.add(steps, LocalDate.class, Tag.LOCAL_DATE, TimeSteps::put);
    ScalarSteps.add(steps, LocalTime.class, Tag.LOCAL_TIME, TimeSteps::put);
    ScalarSteps.add(steps, LocalDateTime.class, Tag.LOCAL_DATE_TIME, TimeSteps::put);
    ScalarSteps.add(
        steps,
        OffsetDateTime.class,
        Tag.OFFSET_DATE_TIME,
        (value, out) -> {
          put(value.toLocalDateTime(), out);
          out.putInt(value.getOffset().getTotalSeconds());
        });
    ScalarSteps.add(
        steps,
        OffsetTime.class,
        Tag.OFFSET_TIME,
        (value, out) -> {
          put(value.toLocalTime(), out);
          out.putInt(value.getOffset().getTotalSeconds());
        });
    ScalarSteps.add(
        steps,
        ZonedDateTime.class,
        Tag.ZONED_DATE_TIME,
        (value, out) -> {
          put(value.toLocalDateTime(), out);
          out.putInt(value.getOffset().getTotalSeconds());
          out.putText(value.getZone().getId());
        });
    addPartial(steps);
    return steps;
  }

  private static void addPartial(Map<Class<?>, KeyStep> steps) {
    ScalarSteps.add(
        steps,
        Period.class,
        Tag.PERIOD,
        (value, out) -> {
          out.putInt(value.getYears());
          out.putInt(value.getMonths());
          out.putInt(value.getDays());
        });
    ScalarSteps.add(steps, Year.class, Tag.YEAR, (value, out) -> out.putInt(value.getValue()));
    ScalarSteps.add(
        steps,
        YearMonth.class,
        Tag.YEAR_MONTH,
        (value, out) -> {
          out.putInt(value.getYear());
          out.putByte(value.getMonthValue());
        });
    ScalarSteps.add(
        steps,
        MonthDay.class,
        Tag.MONTH_DAY,
        (value, out) -> {
          out.putByte(value.getMonthValue());
          out.putByte(value.getDayOfMonth());
        });
  }

  private static void put(long seconds, int nanos, KeyBuffer out) {
    out.putLong(seconds);
    out.putInt(nanos);
  }

  private static void put(LocalDate value, KeyBuffer out) {
    out.putInt(value.getYear());
    out.putByte(value.getMonthValue());
    out.putByte(value.getDayOfMonth());
  }

  private static void put(LocalTime value, KeyBuffer out) {
    out.putLong(value.toNanoOfDay());
  }

  private static void put(LocalDateTime value, KeyBuffer out) {
    put(value.toLocalDate(), out);
    put(value.toLocalTime(), out);
  }
}
