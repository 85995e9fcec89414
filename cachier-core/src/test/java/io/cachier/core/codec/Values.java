package io.cachier.core.codec;

import io.cachier.TypeRef;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Types that the java codec takes, each with a value. */
final class Values {
  record Point(int x, double y) implements Serializable {}

  record Node(String name, Map<String, Node> children) implements Serializable {}

  record Box<T extends Serializable>(T content) implements Serializable {}

  sealed interface Shape extends Serializable permits Circle, Square {}

  record Circle(int radius) implements Shape {}

  record Square(Point corner) implements Shape {}

  enum Mood {
    CALM,
    WILD {
      @Override
      boolean isLoud() {
        return true;
      }
    };

    boolean isLoud() {
      return false;
    }
  }

  abstract static class Animal<N> implements Serializable {
    private static final long serialVersionUID = 1L;
    private final N name;

    Animal(N name) {
      this.name = name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Animal<?> that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(name);
    }
  }

  static class Dog extends Animal<List<Point>> {
    private static final long serialVersionUID = 1L;

    Dog(List<Point> name) {
      super(name);
    }
  }

  static class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Names(Collection<String> names) {
      super(names);
    }
  }

  record Example<T>(TypeRef<T> type, T value) {
    @Override
    public String toString() {
      return type + " " + value.getClass().getName();
    }
  }

  private static final TypeRef<List<String>> STRINGS = new TypeRef<>() {};
  private static final TypeRef<Set<String>> STRING_SET = new TypeRef<>() {};
  private static final TypeRef<Map<String, Integer>> COUNTS = new TypeRef<>() {};

  private Values() {}

  static List<Example<?>> all() {
    List<Example<?>> all = new ArrayList<>(scalars());
    all.addAll(lists());
    all.addAll(sets());
    all.addAll(maps());
    all.addAll(ownTypes());
    return all;
  }

  private static <T> Example<T> of(Class<T> type, T value) {
    return new Example<>(TypeRef.of(type), value);
  }

  private static List<Example<?>> scalars() {
    return List.of(
        of(String.class, "text"),
        of(Integer.class, 1),
        of(int.class, 1),
        of(Number.class, 1.5),
        of(Boolean.class, true),
        of(Character.class, 'c'),
        of(BigDecimal.class, new BigDecimal("1.50")),
        of(BigInteger.class, BigInteger.TWO.pow(99)),
        of(UUID.class, new UUID(1, 2)),
        of(URI.class, URI.create("a:b")),
        of(Currency.class, Currency.getInstance("CHF")),
        of(Locale.class, Locale.FRANCE),
        of(Instant.class, Instant.EPOCH),
        of(Duration.class, Duration.ofDays(1)),
        of(LocalDate.class, LocalDate.EPOCH),
        of(OffsetDateTime.class, OffsetDateTime.MAX),
        of(ZonedDateTime.class, Instant.EPOCH.atZone(ZoneId.of("Europe/Zurich"))),
        of(ZoneId.class, ZoneOffset.UTC),
        of(ZoneId.class, ZoneId.of("Europe/Zurich")),
        of(Period.class, Period.ofDays(1)),
        of(Year.class, Year.of(1)),
        of(YearMonth.class, YearMonth.of(1, 2)),
        of(MonthDay.class, MonthDay.of(1, 2)),
        of(DayOfWeek.class, DayOfWeek.MONDAY),
        of(String.class, "long ".repeat(20_000)));
  }

  private static List<Example<?>> lists() {
    List<String> names = List.of("a", "b", "a");
    return List.of(
        new Example<>(STRINGS, names),
        new Example<>(STRINGS, List.of()),
        new Example<>(STRINGS, new ArrayList<>(names)),
        new Example<>(STRINGS, Arrays.asList("a", null)),
        new Example<>(STRINGS, names.stream().toList()),
        new Example<>(STRINGS, Collections.emptyList()),
        new Example<>(STRINGS, Collections.singletonList("a")),
        new Example<>(STRINGS, Collections.unmodifiableList(new ArrayList<>(names))),
        new Example<>(STRINGS, new CopyOnWriteArrayList<>(names)),
        new Example<>(new TypeRef<Collection<Number>>() {}, Arrays.asList(1, 2.0)),
        new Example<>(new TypeRef<List<Shape>>() {}, Arrays.asList(new Circle(1))),
        new Example<>(new TypeRef<List<List<Point>[]>>() {}, new ArrayList<>()),
        of(byte[].class, new byte[] {1, 2}),
        of(long[][].class, new long[][] {{1}, {}}),
        of(String[].class, new String[] {"a"}),
        of(Shape[].class, new Shape[] {new Circle(1)}));
  }

  private static List<Example<?>> sets() {
    List<String> names = List.of("a", "b");
    return List.of(
        new Example<>(STRING_SET, Set.of("a", "b", "c")),
        new Example<>(STRING_SET, Set.of("a")),
        new Example<>(STRING_SET, new HashSet<>(names)),
        new Example<>(STRING_SET, new LinkedHashSet<>(names)),
        new Example<>(STRING_SET, new TreeSet<>(Comparator.<String>reverseOrder())),
        new Example<>(STRING_SET, Collections.unmodifiableSet(new HashSet<>(names))),
        new Example<>(STRING_SET, ConcurrentHashMap.newKeySet()),
        new Example<>(STRING_SET, Collections.newSetFromMap(new HashMap<>())),
        new Example<>(STRING_SET, new CopyOnWriteArraySet<>(names)),
        new Example<>(new TypeRef<SortedSet<String>>() {}, new TreeSet<>(names)),
        new Example<>(new TypeRef<Set<Mood>>() {}, EnumSet.of(Mood.WILD)),
        new Example<>(new TypeRef<EnumSet<Mood>>() {}, EnumSet.of(Mood.CALM)),
        new Example<>(new TypeRef<Set<Set<Integer>>>() {}, Set.of(Set.of(1), Set.of(2))));
  }

  private static List<Example<?>> maps() {
    Map<String, Integer> counts = Map.of("a", 1, "b", 2);
    NavigableMap<String, Integer> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ignoringCase.put("A", 1);
    return List.of(
        new Example<>(COUNTS, counts),
        new Example<>(COUNTS, Map.of("a", 1)),
        new Example<>(COUNTS, new HashMap<>(counts)),
        new Example<>(COUNTS, new LinkedHashMap<>(counts)),
        new Example<>(COUNTS, new ConcurrentHashMap<>(counts)),
        new Example<>(COUNTS, Collections.unmodifiableMap(new HashMap<>(counts))),
        new Example<>(COUNTS, Collections.emptyMap()),
        new Example<>(new TypeRef<SortedMap<String, Integer>>() {}, ignoringCase),
        new Example<>(
            new TypeRef<NavigableMap<String, Integer>>() {}, new ConcurrentSkipListMap<>(counts)),
        new Example<>(
            new TypeRef<Map<Mood, List<Point>>>() {},
            new EnumMap<>(Map.of(Mood.CALM, List.of(new Point(1, 2))))));
  }

  private static List<Example<?>> ownTypes() {
    Node leaf = new Node("leaf", Map.of());
    return List.of(
        of(Point.class, new Point(1, 2)),
        of(Mood.class, Mood.WILD),
        of(Shape.class, new Square(new Point(1, 2))),
        of(Node.class, new Node("root", Map.of("left", leaf, "right", leaf))),
        of(Dog.class, new Dog(List.of(new Point(1, 2)))),
        of(Names.class, new Names(List.of("a"))),
        new Example<>(new TypeRef<Box<Point>>() {}, new Box<>(new Point(1, 2))),
        new Example<>(
            new TypeRef<ArrayDeque<Instant>>() {}, new ArrayDeque<>(List.of(Instant.EPOCH))),
        new Example<>(
            new TypeRef<AtomicReference<Point>>() {}, new AtomicReference<>(new Point(1, 2))));
  }
}
