package io.cachier.core.size;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // Users keep them in caches.
class SizeEstimatorTest {
  record Point(int x, long y, byte kind) {}

  record Line(Point from, Point to, String name) {}

  static class Base {
    final String title = new String("A title of some length");
    final double weight = 2.5;
  }

  static final class Sub extends Base {
    final List<Point> points = new ArrayList<>(points(20));
    final int[] numbers = new int[33];
    final boolean flag = true;
  }

  static final class Node {
    Object next = "";
  }

  static final class Tagged extends ArrayList<String> {
    private static final long serialVersionUID = 1;
  }

  static Stream<Named<Object>> corpus() {
    return Stream.concat(values(), containers());
  }

  private static Stream<Named<Object>> values() {
    return Stream.of(
            new String("latin one"),
            "x".repeat(10_000),
            "€".repeat(10_000),
            "",
            Integer.valueOf(123_456),
            Long.valueOf(1L << 40),
            Double.valueOf(2.5),
            true,
            (byte) 3,
            (short) 4,
            'c',
            1.5f,
            new byte[0],
            new byte[1001],
            new boolean[17],
            new short[17],
            new char[17],
            new float[17],
            new int[17],
            new long[17],
            new double[17],
            new int[20][30],
            new Object[] {"a", 1, null, new byte[50]},
            new Point(1, 2, (byte) 3),
            new Line(new Point(1, 2, (byte) 3), new Point(4, 5, (byte) 6), new String("name")),
            new Sub(),
            Optional.of(new Point(1, 2, (byte) 3)),
            new BigDecimal("12.34"),
            new BigDecimal("1234567890123456789012345678901234567890.12"),
            new BigInteger("1234567890123456789012345678901234567890"),
            UUID.fromString("6c84fb90-12c4-11e1-840d-7b25c5ee775a"),
            new Date(5),
            URI.create("https://example.org/a/path?with=query"),
            BitSet.valueOf(new long[] {1, 2, 3}),
            Instant.EPOCH,
            Duration.ofSeconds(5),
            Period.ofDays(3),
            LocalDate.of(2026, 11, 23),
            LocalTime.of(14, 3, 7),
            LocalDateTime.of(2026, 11, 23, 14, 3, 7))
        .map(value -> Named.of(value.getClass().getSimpleName(), value));
  }

  private static Stream<Named<Object>> containers() {
    List<IntFunction<Object>> kinds =
        List.of(
            SizeEstimatorTest::points,
            n -> new ArrayList<>(points(n)),
            n -> new LinkedList<>(points(n)),
            n -> new ArrayDeque<>(points(n)),
            n -> new HashSet<>(points(n)),
            n -> new LinkedHashSet<>(points(n)),
            n -> new CopyOnWriteArrayList<>(points(n)),
            n -> new ConcurrentLinkedQueue<>(points(n)),
            n -> Set.copyOf(points(n)),
            n -> Collections.unmodifiableList(new ArrayList<>(points(n))),
            n -> Collections.unmodifiableSet(new HashSet<>(points(n))),
            n -> new TreeSet<>(map(n).keySet()),
            n -> tagged(n),
            SizeEstimatorTest::map,
            n -> new LinkedHashMap<>(map(n)),
            n -> new TreeMap<>(map(n)),
            n -> new ConcurrentHashMap<>(map(n)),
            n -> new ConcurrentSkipListMap<>(map(n)),
            n -> Map.copyOf(map(n)),
            n -> Collections.unmodifiableMap(new HashMap<>(map(n))));
    return kinds.stream()
        .flatMap(
            kind ->
                IntStream.of(1, 2, 3, 10, 100, 3_000)
                    .mapToObj(kind)
                    .map(value -> Named.of(value.getClass().getSimpleName(), value)));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void estimate_corpus_isWithinAFactorOfOneAndAHalf(Object value) {
    double factor = (double) SizeEstimator.estimate(value) / ObjectGraph.totalSize(value);

    assertThat(factor).as("%s", value.getClass()).isBetween(1 / 1.5, 1.5);
  }

  @Test
  void estimate_sharedByAll_isNothing() {
    assertThat(SizeEstimator.estimate(null)).isZero();
    assertThat(SizeEstimator.estimate(TimeUnit.DAYS)).isZero();
    assertThat(SizeEstimator.estimate(String.class)).isZero();
    assertThat(SizeEstimator.estimate(ZoneOffset.UTC)).isZero();
  }

  @Test
  void estimate_zonedTimes_weighNoZone() {
    LocalDateTime local = LocalDateTime.of(2026, 11, 23, 14, 3, 7);
    long weight = SizeEstimator.estimate(local);

    assertThat(SizeEstimator.estimate(ZonedDateTime.of(local, ZoneId.of("Europe/Paris"))))
        .isEqualTo(weight + 24);
    assertThat(SizeEstimator.estimate(OffsetDateTime.of(local, ZoneOffset.UTC)))
        .isEqualTo(weight + 24);
  }

  @Test
  void estimate_enumContainers_weighNoConstants() {
    EnumMap<DayOfWeek, Integer> map = new EnumMap<>(Map.of(DayOfWeek.MONDAY, 400));

    assertThat(SizeEstimator.estimate(map)).isBetween(80L, 160L);
    assertThat(SizeEstimator.estimate(new EnumMap<>(DayOfWeek.class))).isBetween(40L, 120L);
    assertThat(SizeEstimator.estimate(EnumSet.allOf(DayOfWeek.class))).isEqualTo(32);
  }

  @Test
  void estimate_sharedReference_countsOnce() {
    byte[] shared = new byte[10_000];

    assertThat(SizeEstimator.estimate(new Object[] {shared, shared, List.of(shared)}))
        .isBetween(10_000L, 10_200L);
  }

  @Test
  void estimate_cycle_ends() {
    Node first = new Node();
    Node second = new Node();
    first.next = second;
    second.next = first;

    assertThat(SizeEstimator.estimate(first)).isEqualTo(32);
  }

  @Test
  void estimate_listThatHoldsItself_ends() {
    List<Object> list = new ArrayList<>();
    list.add(list);

    assertThat(SizeEstimator.estimate(list)).isEqualTo(ObjectGraph.totalSize(list));
  }

  @Test
  void estimate_chainOf100Thousand_isWhole() {
    Node first = new Node();
    Node last = first;
    for (int i = 1; i < 100_000; i++) {
      Node node = new Node();
      last.next = node;
      last = node;
    }

    assertThat(SizeEstimator.estimate(first)).isBetween(1_600_000L, 1_600_100L);
  }

  @Test
  void estimate_moreObjectsThanVisited_isExtrapolated() {
    List<Point> list = points(1_000_000);
    long exact = 1_000_000L * (32 + 4);

    assertThat((double) SizeEstimator.estimate(list) / exact).isBetween(1 / 1.5, 1.5);
    assertThat((double) SizeEstimator.estimate(list.toArray()) / exact).isBetween(1 / 1.5, 1.5);
    Map<Integer, Point> map =
        list.stream().collect(Collectors.toMap(point -> point.x(), point -> point));
    long exactMap = 1_000_000L * (32 + 16 + 32) + 4L * (1 << 21);
    assertThat((double) SizeEstimator.estimate(map) / exactMap).isBetween(1 / 1.5, 1.5);
  }

  @Test
  void estimate_collectionOfTheUser_isWeighedByItsFields() {
    byte[] held = new byte[5_000];
    List<Integer> computed =
        new AbstractList<>() {
          @Override
          public Integer get(int index) {
            return index + held.length;
          }

          @Override
          public int size() {
            return Integer.MAX_VALUE;
          }
        };

    assertThat(SizeEstimator.estimate(computed)).isBetween(5_000L, 5_100L);
  }

  @Test
  void estimate_containerThatThrows_isStillAnEstimate() {
    Collection<Object> hostile =
        new ArrayList<>() {
          private static final long serialVersionUID = 1;

          @Override
          public int size() {
            throw new IllegalStateException("closed");
          }
        };

    assertThat(SizeEstimator.estimate(Arrays.asList(hostile, new byte[1_000])))
        .isBetween(1_000L, 1_200L);
  }

  @Test
  void estimate_closedFieldsOfTheJdk_countAsReferences() {
    assertThat(SizeEstimator.estimate(Thread.currentThread())).isBetween(64L, 256L);
  }

  @Test
  void bytesOf_everyType_isItsWidth() {
    assertThat(MemoryModel.bytesOf(long.class)).isEqualTo(8);
    assertThat(MemoryModel.bytesOf(double.class)).isEqualTo(8);
    assertThat(MemoryModel.bytesOf(int.class)).isEqualTo(4);
    assertThat(MemoryModel.bytesOf(float.class)).isEqualTo(4);
    assertThat(MemoryModel.bytesOf(short.class)).isEqualTo(2);
    assertThat(MemoryModel.bytesOf(char.class)).isEqualTo(2);
    assertThat(MemoryModel.bytesOf(byte.class)).isEqualTo(1);
    assertThat(MemoryModel.bytesOf(boolean.class)).isEqualTo(1);
    assertThat(MemoryModel.bytesOf(String.class)).isEqualTo(MemoryModel.REFERENCE);
  }

  private static List<Point> points(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Point(i, i, (byte) 1)).toList();
  }

  private static Map<String, Point> map(int count) {
    return points(count).stream()
        .collect(Collectors.toMap(point -> "key " + point.x(), point -> point));
  }

  private static Tagged tagged(int count) {
    Tagged tagged = new Tagged();
    tagged.addAll(map(count).keySet());
    return tagged;
  }
}
