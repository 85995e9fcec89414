package io.cachier.tck;

import io.cachier.TypeRef;
import io.cachier.tck.CodecTypes.Box;
import io.cachier.tck.CodecTypes.Mood;
import io.cachier.tck.CodecTypes.Node;
import io.cachier.tck.CodecTypes.Order;
import io.cachier.tck.CodecTypes.Person;
import io.cachier.tck.CodecTypes.Point;
import java.math.BigDecimal;
import java.math.BigInteger;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The values that every codec carries. */
final class CodecShapes {
  private CodecShapes() {}

  static List<CodecSample<?>> small() {
    List<CodecSample<?>> all = new ArrayList<>();
    all.add(CodecSample.of(String.class, "a text, \u00e9\ud83d\ude00"));
    all.addAll(numbers());
    all.addAll(moments());
    all.addAll(containers());
    all.addAll(ownTypes());
    return all;
  }

  /** One of each kind that a reader treats in its own way. */
  static List<CodecSample<?>> fewOfEachKind() {
    return List.of(
        CodecSample.of(String.class, "a"),
        CodecSample.of(Long.class, 1L),
        CodecSample.of(Float.class, 1f),
        CodecSample.of(BigInteger.class, BigInteger.ONE),
        CodecSample.of(BigDecimal.class, BigDecimal.ONE),
        CodecSample.of(Instant.class, Instant.EPOCH),
        CodecSample.of(Duration.class, Duration.ZERO),
        CodecSample.of(LocalDate.class, LocalDate.EPOCH),
        CodecSample.of(Year.class, Year.of(1)),
        CodecSample.of(byte[].class, new byte[1]),
        CodecSample.of(int[].class, new int[1]),
        new CodecSample<>(new TypeRef<List<BigDecimal>>() {}, List.of()),
        new CodecSample<>(new TypeRef<Set<Integer>>() {}, Set.of()),
        new CodecSample<>(new TypeRef<Map<Integer, List<String>>>() {}, Map.of()));
  }

  static List<CodecSample<String>> texts() {
    StringBuilder plane = new StringBuilder();
    for (char c = 0; c < Character.MIN_SURROGATE; c++) {
      plane.append(c);
    }
    plane.append('\uffff');
    return List.of(
            "",
            " ",
            "null",
            "\0",
            "\"\\/\b\f\n\r\t\u2028</script>",
            "e\u0301 \u05e9\u05dc\u05d5\u05dd \ufeff",
            "\ud83d\ude00\udbff\udfff",
            plane.toString())
        .stream()
        .map(text -> CodecSample.of(String.class, text))
        .toList();
  }

  /** No Unicode: halves of pairs. */
  static List<String> brokenTexts() {
    return List.of("\ud83d", "a\udc00b", "\ude00\ud83d", "\ud83d".repeat(5000));
  }

  static List<CodecSample<?>> numbers() {
    List<CodecSample<?>> all = new ArrayList<>();
    for (double d :
        new double[] {0.1, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE}) {
      all.add(CodecSample.of(Double.class, d));
      all.add(CodecSample.of(Float.class, (float) d));
    }
    all.add(CodecSample.of(float.class, 0.1f));
    all.add(CodecSample.of(Double.class, -Double.MAX_VALUE));
    all.add(CodecSample.of(Float.class, Float.MAX_VALUE));
    all.add(CodecSample.of(Boolean.class, true));
    all.add(CodecSample.of(boolean.class, false));
    all.add(CodecSample.of(Byte.class, Byte.MIN_VALUE));
    all.add(CodecSample.of(Short.class, Short.MIN_VALUE));
    all.add(CodecSample.of(Character.class, '\0'));
    all.add(CodecSample.of(Integer.class, Integer.MIN_VALUE));
    all.add(CodecSample.of(int.class, 7));
    all.add(CodecSample.of(Long.class, Long.MAX_VALUE));
    all.add(CodecSample.of(Long.class, (1L << 53) + 1));
    all.add(CodecSample.of(BigInteger.class, BigInteger.TWO.pow(2048).negate()));
    for (String decimal : List.of("1.50", "0E-10", "1E+30", "-0.1000000000000000055511151231257")) {
      all.add(CodecSample.of(BigDecimal.class, new BigDecimal(decimal)));
    }
    return all;
  }

  static List<CodecSample<?>> randomNumbers() {
    Random random = new Random(7);
    double[] doubles =
        random
            .longs(10_000)
            .mapToDouble(Double::longBitsToDouble)
            .filter(d -> !Double.isNaN(d))
            .toArray();
    float[] floats = new float[10_000];
    for (int i = 0; i < floats.length; i++) {
      float any = Float.intBitsToFloat(random.nextInt());
      floats[i] = Float.isNaN(any) ? 0 : any;
    }
    return List.of(
        CodecSample.of(double[].class, doubles),
        CodecSample.of(float[].class, floats),
        CodecSample.of(long[].class, random.longs(10_000).toArray()));
  }

  static List<CodecSample<?>> moments() {
    Instant instant = Instant.parse("2026-11-23T20:00:00.123456789Z");
    ZoneId zurich = ZoneId.of("Europe/Zurich");
    OffsetDateTime offset = instant.atOffset(ZoneOffset.ofHoursMinutesSeconds(-5, -30, -7));
    return List.of(
        CodecSample.of(Instant.class, instant),
        CodecSample.of(Instant.class, Instant.EPOCH.minusNanos(1)),
        CodecSample.of(Instant.class, Instant.MIN),
        CodecSample.of(Instant.class, Instant.MAX),
        CodecSample.of(Duration.class, Duration.ofSeconds(-1, 1)),
        CodecSample.of(Duration.class, Duration.ofDays(400_000).plusNanos(1)),
        CodecSample.of(LocalDate.class, LocalDate.MIN),
        CodecSample.of(LocalDate.class, LocalDate.of(2026, 11, 23)),
        CodecSample.of(LocalTime.class, LocalTime.MAX),
        CodecSample.of(LocalTime.class, LocalTime.MIDNIGHT),
        CodecSample.of(LocalDateTime.class, LocalDateTime.MAX),
        CodecSample.of(OffsetDateTime.class, offset),
        CodecSample.of(OffsetDateTime.class, OffsetDateTime.MAX),
        CodecSample.of(OffsetTime.class, offset.toOffsetTime()),
        CodecSample.of(ZonedDateTime.class, instant.atZone(zurich)),
        CodecSample.of(ZonedDateTime.class, instant.atZone(ZoneId.of("UTC"))),
        CodecSample.of(ZonedDateTime.class, instant.atZone(ZoneOffset.UTC)),
        // The second of two equal readings of the clock.
        CodecSample.of(ZonedDateTime.class, Instant.parse("2026-10-25T01:30:00Z").atZone(zurich)),
        CodecSample.of(ZoneId.class, zurich),
        CodecSample.of(ZoneOffset.class, ZoneOffset.ofHours(3)),
        CodecSample.of(Period.class, Period.of(1, -2, 3)),
        CodecSample.of(Year.class, Year.of(-5)),
        CodecSample.of(YearMonth.class, YearMonth.of(12345, 6)),
        CodecSample.of(MonthDay.class, MonthDay.of(2, 29)));
  }

  static List<CodecSample<?>> containers() {
    Map<String, List<Integer>> ordered = new LinkedHashMap<>();
    ordered.put("b", Arrays.asList(1, null));
    ordered.put("", List.of());
    ordered.put("a", null);
    return List.of(
        CodecSample.of(byte[].class, new byte[] {0, 1, -1, 127, -128}),
        CodecSample.of(byte[].class, new byte[0]),
        CodecSample.of(int[][].class, new int[][] {{1, 2}, {}}),
        CodecSample.of(char[].class, new char[] {'a', '\0', '\u20ac'}),
        CodecSample.of(double[].class, new double[] {Double.NaN, -0.0, 1e300}),
        CodecSample.of(String[].class, new String[] {"a", null, ""}),
        CodecSample.of(Point[].class, new Point[] {new Point(1, 2), null}),
        new CodecSample<>(new TypeRef<List<String>>() {}, List.of()),
        new CodecSample<>(new TypeRef<List<String>>() {}, Arrays.asList("a", null, "")),
        new CodecSample<>(new TypeRef<Collection<Long>>() {}, List.of(1L, 2L)),
        new CodecSample<>(new TypeRef<Set<Integer>>() {}, Set.of(1, 2, 3)),
        new CodecSample<>(new TypeRef<Set<Mood>>() {}, Set.of(Mood.WILD)),
        new CodecSample<>(
            new TypeRef<SortedSet<String>>() {}, new TreeSet<>(List.of("b", "a", "c"))),
        new CodecSample<>(new TypeRef<Map<String, List<Integer>>>() {}, ordered),
        new CodecSample<>(new TypeRef<Map<String, String>>() {}, Collections.emptyMap()),
        new CodecSample<>(
            new TypeRef<SortedMap<Integer, Long>>() {}, new TreeMap<>(Map.of(2, 1L, -1, 2L))),
        new CodecSample<>(
            new TypeRef<Map<Mood, Point>>() {}, new EnumMap<>(Map.of(Mood.CALM, new Point(1, 2)))),
        new CodecSample<>(
            new TypeRef<Map<UUID, Instant>>() {}, Map.of(new UUID(1, 2), Instant.EPOCH)),
        new CodecSample<>(
            new TypeRef<Map<LocalDate, byte[]>>() {}, Map.of(LocalDate.EPOCH, new byte[] {1, 2})),
        new CodecSample<>(
            new TypeRef<List<Map<String, Set<Point>>>>() {},
            List.of(Map.of("a", Set.of(new Point(1, -0.0), new Point(2, 3))), Map.of())));
  }

  static List<CodecSample<?>> ownTypes() {
    Box<Point> box = new Box<>("box", new Point(Integer.MAX_VALUE, Double.NaN));
    Order order =
        new Order(
            Long.MIN_VALUE,
            Mood.WILD,
            new BigDecimal("12.30"),
            LocalDate.of(2026, 11, 23),
            List.of(box, new Box<>("empty", null)),
            Map.of("first", Set.of(1), "", Set.of()),
            null);
    return List.of(
        CodecSample.of(Point.class, new Point(-1, 2)),
        CodecSample.of(Mood.class, Mood.WILD),
        CodecSample.of(Order.class, order),
        CodecSample.of(Person.class, Person.of("Ann", 33, new Point(1, 2))),
        CodecSample.of(Person.class, new Person()),
        CodecSample.of(Node.class, Node.ofDepth(3)),
        new CodecSample<>(new TypeRef<Box<Point>>() {}, box),
        new CodecSample<>(
            new TypeRef<Box<List<Box<String>>>>() {},
            new Box<>("outer", List.of(new Box<>("inner", "text")))),
        new CodecSample<>(new TypeRef<List<Person>>() {}, List.of(Person.of("Bob", 1))),
        CodecSample.of(UUID.class, new UUID(-1, 1)));
  }

  static List<CodecSample<?>> large() {
    byte[] bytes = new byte[4 << 20];
    new Random(3).nextBytes(bytes);
    List<Point> points = new ArrayList<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < 50_000; i++) {
      points.add(new Point(i, i / 7.0));
      counts.put("key " + i, i);
    }
    return List.of(
        CodecSample.of(String.class, "large \u20ac ".repeat(200_000)),
        CodecSample.of(byte[].class, bytes),
        new CodecSample<>(new TypeRef<List<Point>>() {}, points),
        new CodecSample<>(new TypeRef<Map<String, Integer>>() {}, counts),
        CodecSample.of(Node.class, Node.ofDepth(50)));
  }
}
