package io.cachier.core.codec;

import java.io.Serializable;
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
import java.util.ArrayList;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classes of the JDK that are known to do nothing on being read but become a value. */
final class JdkClasses {
  /** Values, allowed everywhere. */
  static final Set<Class<?>> VALUES =
      Set.of(
          Boolean.class,
          Byte.class,
          Short.class,
          Character.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Number.class,
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
          MonthDay.class);

  /**
   * Named in streams of the above or of collections without being values: superclasses, the form
   * that java.time is written in, element types of arrays. None can be created by its name alone.
   */
  static final Set<Class<?>> COMPANIONS =
      Stream.concat(
              Stream.of(
                  Object.class, Serializable.class, Comparable.class, Enum.class, Map.Entry.class),
              existing("java.time.Ser", "java.time.ZoneRegion").stream())
          .collect(Collectors.toUnmodifiableSet());

  /** What may stand behind a declared List, Set, Map, Queue ..., and what these are written as. */
  static final Set<Class<?>> COLLECTIONS =
      Set.copyOf(
          existing(
              "java.util.ArrayList",
              "java.util.LinkedList",
              "java.util.ArrayDeque",
              "java.util.PriorityQueue",
              "java.util.HashSet",
              "java.util.LinkedHashSet",
              "java.util.TreeSet",
              "java.util.HashMap",
              "java.util.LinkedHashMap",
              "java.util.TreeMap",
              "java.util.EnumMap",
              "java.util.EnumSet",
              "java.util.EnumSet$SerializationProxy",
              "java.util.RegularEnumSet",
              "java.util.JumboEnumSet",
              "java.util.CollSer",
              "java.util.ImmutableCollections$List12",
              "java.util.ImmutableCollections$ListN",
              "java.util.ImmutableCollections$Set12",
              "java.util.ImmutableCollections$SetN",
              "java.util.ImmutableCollections$Map1",
              "java.util.ImmutableCollections$MapN",
              "java.util.Arrays$ArrayList",
              "java.util.Collections$EmptyList",
              "java.util.Collections$EmptySet",
              "java.util.Collections$EmptyMap",
              "java.util.Collections$SingletonList",
              "java.util.Collections$SingletonSet",
              "java.util.Collections$SingletonMap",
              "java.util.Collections$SetFromMap",
              "java.util.Collections$UnmodifiableCollection",
              "java.util.Collections$UnmodifiableList",
              "java.util.Collections$UnmodifiableRandomAccessList",
              "java.util.Collections$UnmodifiableSet",
              "java.util.Collections$UnmodifiableSortedSet",
              "java.util.Collections$UnmodifiableNavigableSet",
              "java.util.Collections$UnmodifiableMap",
              "java.util.Collections$UnmodifiableSortedMap",
              "java.util.Collections$UnmodifiableNavigableMap",
              "java.util.Collections$UnmodifiableSequencedCollection",
              "java.util.Collections$UnmodifiableSequencedSet",
              "java.util.Collections$UnmodifiableSequencedMap",
              "java.util.Collections$ReverseComparator",
              "java.util.Collections$ReverseComparator2",
              "java.lang.String$CaseInsensitiveComparator",
              "java.util.concurrent.CopyOnWriteArrayList",
              "java.util.concurrent.CopyOnWriteArraySet",
              "java.util.concurrent.ConcurrentLinkedQueue",
              "java.util.concurrent.ConcurrentLinkedDeque",
              "java.util.concurrent.ConcurrentSkipListSet",
              "java.util.concurrent.ConcurrentSkipListMap",
              "java.util.concurrent.ConcurrentHashMap",
              "java.util.concurrent.ConcurrentHashMap$CollectionView",
              "java.util.concurrent.ConcurrentHashMap$KeySetView",
              // An empty shell in the stream of a ConcurrentHashMap, for readers of long ago.
              "java.util.concurrent.ConcurrentHashMap$Segment",
              "java.util.concurrent.locks.ReentrantLock",
              "java.util.concurrent.locks.ReentrantLock$Sync",
              "java.util.concurrent.locks.ReentrantLock$NonfairSync",
              "java.util.concurrent.locks.AbstractQueuedSynchronizer",
              "java.util.concurrent.locks.AbstractOwnableSynchronizer"));

  private JdkClasses() {}

  /** Whether a class comes with the JDK, so that its shape is not the user's affair. */
  static boolean isJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /** Those of the named classes that this JDK has; some came later than Java 17. */
  private static List<Class<?>> existing(String... names) {
    List<Class<?>> found = new ArrayList<>();
    for (String name : names) {
      addIfExists(name, found);
    }
    return found;
  }

  private static void addIfExists(String name, List<Class<?>> found) {
    try {
      found.add(Class.forName(name, false, null));
    } catch (ClassNotFoundException e) {
      // A class that this JDK lacks is in no stream that it wrote, so there is nothing to allow.
    }
  }
}
