package io.cachier.core.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Arguments of every kind that has a key, no two of them equal. */
final class KeyCorpus {
  record Point(int x, int y) {}

  record Pixel(int x, int y) {}

  record Pair(@Nullable Object first, @Nullable Object second) {}

  enum Color {
    RED,
    GREEN {
      @Override
      boolean isCalm() {
        return true;
      }
    };

    boolean isCalm() {
      return false;
    }
  }

  private KeyCorpus() {}

  /** The arguments by their descriptions in the file of golden vectors. */
  static Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("no argument", NoArgument.INSTANCE);
    all.put("two arguments 1, 2", new Arguments(1, 2));
    all.put("two arguments null, null", new Arguments(null, null));
    all.put("three arguments 1, a, null", new ArgumentList(new Object[] {1, "a", null}));
    all.put("three arguments null, 1, a", new ArgumentList(new Object[] {null, 1, "a"}));
    all.put("four arguments 1, 2, 3, 4", new ArgumentList(new Object[] {1, 2, 3, 4}));
    addNumbers(all);
    addTexts(all);
    addTimes(all);
    addContainers(all);
    addArrays(all);
    return all;
  }

  private static void addNumbers(Map<String, Object> all) {
    all.put("boolean true", true);
    all.put("boolean false", false);
    all.put("byte 1", (byte) 1);
    all.put("short 1", (short) 1);
    all.put("char 1", (char) 1);
    all.put("char '1'", '1');
    all.put("int 1", 1);
    all.put("int -1", -1);
    all.put("int 2", 2);
    all.put("int max", Integer.MAX_VALUE);
    all.put("long 1", 1L);
    all.put("long min", Long.MIN_VALUE);
    all.put("float 1", 1f);
    all.put("float NaN", Float.NaN);
    all.put("double 1", 1d);
    all.put("double 0", 0.0);
    all.put("double -0", -0.0);
    all.put("double NaN", Double.NaN);
    all.put("BigInteger 1", BigInteger.ONE);
    all.put("BigInteger 2^64", BigInteger.TWO.pow(64));
    all.put("BigDecimal 1.0", new BigDecimal("1.0"));
    all.put("BigDecimal 1.00", new BigDecimal("1.00"));
  }

  @SuppressWarnings("JavaUtilDate") // a key of one is what is tested
  private static void addTexts(Map<String, Object> all) {
    all.put("String empty", "");
    all.put("String 1", "1");
    all.put("String Paris", "Paris");
    all.put("String Zürich", "Z\u00fcrich");
    all.put("String lone high surrogate", "\ud800");
    all.put("String lone low surrogate", "\udc00");
    all.put("String replacement", "\ufffd");
    all.put("String ?", "?");
    all.put("UUID", UUID.fromString("6a1b2c3d-0000-4000-8000-00000000beef"));
    all.put("enum RED", Color.RED);
    all.put("enum GREEN with a body", Color.GREEN);
    all.put("enum DayOfWeek.MONDAY", DayOfWeek.MONDAY);
    all.put("enum TimeUnit.DAYS", TimeUnit.DAYS);
    all.put("class String", String.class);
    all.put("class int", int.class);
    all.put("URI", URI.create("https://user@example.org:8080/a%2Fb?q=1#top"));
    all.put("URI opaque", URI.create("mailto:a@example.org"));
    all.put("URI relative", URI.create("a/b"));
    all.put("Locale de-CH", Locale.forLanguageTag("de-CH"));
    all.put("Locale ja-JP-u-ca-japanese", Locale.forLanguageTag("ja-JP-u-ca-japanese"));
    all.put("Locale root", Locale.ROOT);
    all.put("Currency CHF", Currency.getInstance("CHF"));
    all.put("Date 1", new Date(1));
  }

  private static void addTimes(Map<String, Object> all) {
    LocalDateTime noon = LocalDateTime.of(2024, 2, 29, 12, 0);
    ZoneOffset plusOne = ZoneOffset.ofHours(1);
    all.put("Instant", Instant.ofEpochSecond(1, 2));
    all.put("Duration", Duration.ofSeconds(1, 2));
    all.put("LocalDate", noon.toLocalDate());
    all.put("LocalDate far", LocalDate.of(-999_999_999, 1, 1));
    all.put("LocalTime", LocalTime.NOON);
    all.put("LocalDateTime", noon);
    all.put("OffsetDateTime", OffsetDateTime.of(noon, plusOne));
    all.put("OffsetTime", OffsetTime.of(LocalTime.NOON, plusOne));
    all.put("ZonedDateTime Zurich", noon.atZone(ZoneId.of("Europe/Zurich")));
    all.put("ZonedDateTime +01:00", ZonedDateTime.of(noon, plusOne));
    all.put("ZoneId Zurich", ZoneId.of("Europe/Zurich"));
    all.put("ZoneOffset +01:00", plusOne);
    all.put("Period", Period.of(1, 2, 3));
    all.put("Year", Year.of(2024));
    all.put("YearMonth", YearMonth.of(2024, 2));
    all.put("MonthDay", MonthDay.of(2, 29));
  }

  private static void addContainers(Map<String, Object> all) {
    all.put("record Point", new Point(1, 2));
    all.put("record Point reversed", new Point(2, 1));
    all.put("record Pixel", new Pixel(1, 2));
    all.put("record Pair of null and list", new Pair(null, List.of("a")));
    all.put("List empty", List.of());
    all.put("List a, b", List.of("a", "b"));
    all.put("List b, a", List.of("b", "a"));
    all.put("List ab", List.of("ab"));
    all.put("List of lists [a], [b]", List.of(List.of("a"), List.of("b")));
    all.put("List of lists [a, b]", List.of(List.of("a", "b")));
    all.put("List of lists [a, [b]]", List.of("a", List.of("b")));
    all.put("List of null", Collections.singletonList(null));
    all.put("List of two nulls", Arrays.asList(null, null));
    all.put("List of 1, 2", List.of(1, 2));
    all.put("Set empty", Set.of());
    all.put("Set a, b", Set.of("a", "b"));
    all.put("Set of sets", Set.of(Set.of(1), Set.of(2, 3), Set.of()));
    all.put("Map empty", Map.of());
    all.put("Map a=1, b=2", Map.of("a", 1, "b", 2));
    all.put("Map a=2, b=1", Map.of("a", 2, "b", 1));
    all.put("Map a=null", Collections.singletonMap("a", null));
    all.put("Optional empty", Optional.empty());
    all.put("Optional of 1", Optional.of(1));
    all.put("OptionalInt empty", OptionalInt.empty());
    all.put("OptionalInt 1", OptionalInt.of(1));
    all.put("OptionalLong empty", OptionalLong.empty());
    all.put("OptionalLong 1", OptionalLong.of(1));
    all.put("OptionalDouble empty", OptionalDouble.empty());
    all.put("OptionalDouble 1", OptionalDouble.of(1));
  }

  private static void addArrays(Map<String, Object> all) {
    all.put("boolean[]", new boolean[] {true, false});
    all.put("byte[] empty", new byte[0]);
    all.put("byte[]", new byte[] {1, -1});
    all.put("short[]", new short[] {1, -1});
    all.put("char[]", new char[] {'1', '\uffff'});
    all.put("int[] empty", new int[0]);
    all.put("int[]", new int[] {1, -1});
    all.put("long[]", new long[] {1, -1});
    all.put("float[]", new float[] {1, Float.NaN});
    all.put("double[]", new double[] {1, -0.0});
    all.put("String[]", new String[] {"a", "b"});
    all.put("Object[]", new Object[] {"a", "b"});
    all.put("Integer[]", new Integer[] {1, null});
    all.put("int[][]", new int[][] {{1}, {2, 3}, {}});
  }
}
