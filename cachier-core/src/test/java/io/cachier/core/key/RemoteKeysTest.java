package io.cachier.core.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.core.key.KeyCorpus.Color;
import io.cachier.core.key.KeyCorpus.Pair;
import io.cachier.core.key.KeyCorpus.Point;
import io.cachier.spi.EntryKey;
import io.cachier.spi.KeyEncoder;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RemoteKeysTest {
  private final RemoteKeys keys = new RemoteKeys("f", "1", List.of());

  private static RemoteKeys with(KeyEncoder<?>... encoders) {
    return new RemoteKeys("f", "1", List.of(encoders));
  }

  record Encoder<T>(Class<T> type, java.util.function.Function<T, Object> form)
      implements KeyEncoder<T> {
    @Override
    public Object canonical(T value) {
      return form.apply(value);
    }
  }

  @Test
  void keyOf_differentArguments_haveDifferentKeys() {
    Set<EntryKey> all = new HashSet<>();
    KeyCorpus.all().values().forEach(each -> all.add(keys.keyOf(each)));
    all.add(keys.keyOf(null));

    assertThat(all).hasSize(KeyCorpus.all().size() + 1);
  }

  @Test
  void keyOf_nestedRandomLists_areDifferentExactlyWhenUnequal() {
    Random random = new Random(42);
    Map<Object, EntryKey> seen = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      Object value = randomValue(random, 4);
      EntryKey key = keys.keyOf(value);
      EntryKey before = seen.putIfAbsent(value, key);
      assertThat(before == null || before.equals(key)).isTrue();
    }
    assertThat(new HashSet<>(seen.values())).hasSameSizeAs(seen.keySet());
    assertThat(seen).hasSizeGreaterThan(2_000);
  }

  /** Few and short elements, so that equal values come up again and near misses abound. */
  private static Object randomValue(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 3 : 6);
    return switch (kind) {
      case 0 -> random.nextInt(3);
      case 1 -> "ab".substring(0, random.nextInt(3));
      case 2 -> String.valueOf((char) random.nextInt(3)).repeat(random.nextInt(5));
      case 3 -> randomValues(random, depth);
      case 4 -> new HashSet<>(randomValues(random, depth));
      default -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        randomValues(random, depth).forEach(each -> map.put(each, randomValue(random, 0)));
        yield map;
      }
    };
  }

  private static List<Object> randomValues(Random random, int depth) {
    return new ArrayList<>(
        IntStream.range(0, random.nextInt(4))
            .mapToObj(i -> randomValue(random, depth - 1))
            .toList());
  }

  @Test
  void keyOf_lengthsInsideOfTexts_doNotPassForStructure() {
    Object[] attacks = {
      List.of("a", "b"),
      List.of("ab"),
      List.of("a\u0009\u0000\u0000\u0000\u0000\u0001b"),
      List.of("ab", ""),
      List.of("", "ab"),
      List.of(List.of("a"), "b"),
      List.of("a", List.of("b")),
      new Arguments("a", "b"),
      new Arguments("ab", ""),
      new Arguments("", "ab"),
      new Pair("a", "b"),
      "ab",
    };

    assertThat(Stream.of(attacks).map(keys::keyOf).distinct()).hasSize(attacks.length);
  }

  @Test
  void keyOf_functionAndVersion_areApart() {
    assertThat(
            Stream.of(
                    new RemoteKeys("f", "1", List.of()),
                    new RemoteKeys("f", "2", List.of()),
                    new RemoteKeys("f1", "", List.of()),
                    new RemoteKeys("", "f1", List.of()),
                    new RemoteKeys("g", "1", List.of()))
                // By the digest alone: the name in the key would hide a clash.
                .map(each -> each.keyOf("x").hex())
                .distinct())
        .hasSize(5);
    assertThat(keys.keyOf("x").function()).isEqualTo("f");
  }

  @SuppressWarnings("JdkObsolete") // a LinkedList is a List too
  static Stream<List<Object>> equalArguments() {
    List<String> names = List.of("b", "a", "c");
    Map<String, Integer> ages = Map.of("x", 1, "y", 2, "z", 3);
    Map<String, Integer> reversed = new LinkedHashMap<>();
    Stream.of("z", "y", "x").forEach(each -> reversed.put(each, ages.get(each)));
    return Stream.of(
        List.of(
            names,
            new ArrayList<>(names),
            new LinkedList<>(names),
            Arrays.asList("b", "a", "c"),
            Collections.unmodifiableList(names),
            new CopyOnWriteArrayList<>(names),
            List.of("x", "b", "a", "c").subList(1, 4)),
        List.of(
            Set.copyOf(names),
            new HashSet<>(names),
            new LinkedHashSet<>(names),
            new TreeSet<>(names),
            new TreeSet<>(names).descendingSet(),
            new ConcurrentSkipListSet<>(names),
            Map.of("a", 1, "b", 2, "c", 3).keySet()),
        List.of(
            ages,
            reversed,
            new HashMap<>(ages),
            new TreeMap<>(ages),
            new TreeMap<>(ages).descendingMap(),
            new ConcurrentHashMap<>(ages)),
        List.of(Set.of(Color.RED, Color.GREEN), EnumSet.allOf(Color.class)),
        List.of(
            URI.create("HTTP://Example.ORG/%c3%a9?%7e#%aa"),
            URI.create("http://example.org/%C3%A9?%7E#%AA")),
        List.of(Double.NaN, Double.longBitsToDouble(0x7ff8000000000001L)),
        List.of(new Point(1, 2), new Point(1, 2)),
        List.of(new int[] {1, 2}, new int[] {1, 2}),
        List.of(new String("text"), "text"));
  }

  @ParameterizedTest
  @MethodSource("equalArguments")
  void keyOf_equalArgumentsOfAnyClass_haveOneKey(List<Object> equal) {
    assertThat(equal.stream().map(keys::keyOf).distinct()).hasSize(1);
  }

  @Test
  void keyOf_collectionThatLiesAboutItsSize_countsItsElements() {
    List<String> shrinking =
        new ArrayList<>(List.of("a", "b")) {
          @Override
          public int size() {
            return 7;
          }
        };

    assertThat(keys.keyOf(shrinking)).isEqualTo(keys.keyOf(List.of("a", "b")));
  }

  @Test
  void keyOf_largeValues_growTheBuffer() {
    Set<Integer> many = new HashSet<>(IntStream.range(0, 5_000).boxed().toList());

    assertThat(keys.keyOf(many)).isEqualTo(keys.keyOf(new TreeSet<>(many)));
    assertThat(keys.keyOf("x".repeat(100_000))).isNotEqualTo(keys.keyOf("x".repeat(99_999)));
    assertThat(keys.keyOf("\u00e9".repeat(999))).isNotEqualTo(keys.keyOf("\u00e9".repeat(998)));
  }

  @Test
  void keyOf_identityEquality_isRefusedWithTheRemedy() {
    assertThatThrownBy(() -> keys.keyOf(List.of(new Object())))
        .isInstanceOf(UnstableKeyException.class)
        .hasMessageContainingAll("java.lang.Object", "keyedBy", "KeyEncoder");
    assertThatThrownBy(() -> keys.keyOf(new ArrayDeque<>(List.of(1))))
        .isInstanceOf(UnstableKeyException.class)
        .hasMessageContaining("java.util.ArrayDeque");
  }

  @Test
  void keyOf_valueThatHoldsItself_isRefused() {
    List<Object> cycle = new ArrayList<>();
    cycle.add(cycle);
    Object[] array = new Object[1];
    array[0] = array;

    assertThatThrownBy(() -> keys.keyOf(cycle))
        .isInstanceOf(UnstableKeyException.class)
        .hasMessageContaining("holds itself");
    assertThatThrownBy(() -> keys.keyOf(array)).isInstanceOf(UnstableKeyException.class);
  }

  @Test
  void keyOf_hugeValue_isRefusedBeforeItTakesTheHeap() {
    List<Object> laughs = List.of("ha".repeat(1_000));
    for (int i = 0; i < 60; i++) {
      laughs = List.of(laughs, laughs);
    }
    Object endless = laughs;

    assertThatThrownBy(() -> keys.keyOf(endless))
        .isInstanceOf(UnstableKeyException.class)
        .hasMessageContaining("bytes as a key");
  }

  @Test
  void keyOf_deepButFiniteValue_hasKey() {
    List<Object> deep = List.of();
    for (int i = 1; i < KeyWriter.DEEPEST; i++) {
      deep = List.of(deep);
    }

    assertThat(keys.keyOf(deep)).isNotEqualTo(keys.keyOf(deep.get(0)));
  }

  record Throwing(int x) {
    @Override
    public int x() {
      throw new IllegalStateException("no");
    }
  }

  @Test
  void keyOf_recordThatCannotBeRead_isRefused() {
    assertThatThrownBy(() -> keys.keyOf(new Throwing(1)))
        .isInstanceOf(UnstableKeyException.class)
        .hasMessageContainingAll("component 'x'", "Throwing");
  }

  @Test
  void keyOf_encoders_mostSpecificIsUsed() {
    KeyEncoder<Number> numbers = new Encoder<>(Number.class, n -> "number");
    KeyEncoder<Integer> integers = new Encoder<>(Integer.class, n -> "integer");
    RemoteKeys both = with(numbers, integers);

    assertThat(both.keyOf(1)).isEqualTo(both.keyOf(2));
    assertThat(both.keyOf(1L)).isEqualTo(both.keyOf(2L)).isNotEqualTo(both.keyOf(1));
    assertThat(both.keyOf("number")).isNotEqualTo(both.keyOf(1L));
  }

  @Test
  void keyOf_encoderThatGivesItsOwnType_isAskedOnce() {
    RemoteKeys rounding = with(new Encoder<>(Integer.class, n -> n / 10 * 10));

    assertThat(rounding.keyOf(11)).isEqualTo(rounding.keyOf(19)).isNotEqualTo(rounding.keyOf(21));
  }

  @Test
  void keyOf_encodersThatCannotWork_areRefusedNamingThem() {
    Encoder<Object> nothing = new Encoder<>(Object.class, n -> null);
    Encoder<Object> failing =
        new Encoder<>(
            Object.class,
            n -> {
              throw new IllegalStateException("no");
            });

    assertThatThrownBy(() -> with(nothing).keyOf(1)).hasMessageContainingAll("Encoder", "null");
    assertThatThrownBy(() -> with(failing).keyOf(1))
        .isInstanceOf(UnstableKeyException.class)
        .hasMessageContaining("Encoder")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> with(nothing, failing).keyOf(1))
        .isInstanceOf(UnstableKeyException.class)
        .hasMessageContaining("several key encoders");
  }
}
