package io.cachier.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CodecException;
import io.cachier.TypeRef;
import io.cachier.core.FakeSettings;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What anybody who can write to the backend might put there. */
class HostileStreamTest {
  record Pair(Object left, Object right) implements Serializable {}

  record Tree(@Nullable Tree left, @Nullable Tree right) implements Serializable {}

  private final BoundCodec strings =
      JavaCodecTest.bind(new TypeRef<Map<String, Set<List<String>>>>() {});

  @AfterEach
  void noCanaryCameToLife() {
    assertThat(CanaryLog.songs()).isEmpty();
  }

  private static byte[] canary(Object wooden) {
    return Streams.replace(Streams.write(wooden), "Wooden", "Canary");
  }

  @SuppressWarnings("URLEqualsHashCode") // that it looks up hosts is what makes it a gadget
  static Stream<byte[]> gadgets() throws Exception {
    Wooden wooden = new Wooden();
    Object proxy =
        Proxy.newProxyInstance(
            HostileStreamTest.class.getClassLoader(),
            new Class<?>[] {Runnable.class},
            (Serializable & InvocationHandler) (self, method, args) -> null);
    Map<URL, String> looksUpHosts = new LinkedHashMap<>();
    looksUpHosts.put(URI.create("http://localhost/").toURL(), "a");
    return Stream.of(
        canary(wooden),
        canary(new ArrayList<>(List.of("a", wooden))),
        canary(new HashMap<>(Map.of("a", wooden))),
        canary(new Wooden[] {wooden}),
        canary(new Wooden[0][0]),
        canary(Wooden.class),
        canary(Wooden[].class),
        canary(new ArrayList<>(List.of(Wooden.class))),
        canary(new Object[] {wooden}),
        Streams.write(looksUpHosts),
        Streams.write(
            Class.forName("javax.management.BadAttributeValueExpException")
                .getConstructor(Object.class)
                .newInstance("x")),
        Streams.write(new Pair("a", "b")),
        Streams.write(proxy),
        Streams.write(new ArrayList<>(List.of(proxy))),
        Streams.write((Runnable & Serializable) () -> CanaryLog.sing("lambda")),
        Streams.write(new BitSet()),
        Streams.write(Values.Mood.CALM),
        Streams.write(Thread.State.NEW));
  }

  @ParameterizedTest
  @MethodSource("gadgets")
  void decode_classThatTheTypeDoesNotCallFor_isRefusedUnloaded(byte[] stream) {
    assertThatThrownBy(() -> JavaCodecTest.decode(strings, stream))
        .isInstanceOf(CodecException.class)
        .hasNoCause();
  }

  /** Remembers which classes it was asked for, and defines the declared one itself. */
  private static final class WatchedLoader extends ClassLoader {
    final List<String> asked = new ArrayList<>();

    WatchedLoader() {
      super(WatchedLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      asked.add(name);
      if (!name.equals(Values.Point.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void decode_canaryUnderTheTypesOwnLoader_isNotEvenAskedFor() throws Exception {
    WatchedLoader loader = new WatchedLoader();
    Class<?> point = loader.loadClass(Values.Point.class.getName());
    BoundCodec codec = JavaCodecTest.bind(TypeRef.of(point));
    byte[] good = Streams.write(new Values.Point(1, 2));

    assertThat(JavaCodecTest.decode(codec, good).getClass()).isSameAs(point);
    loader.asked.clear();
    assertThatThrownBy(() -> JavaCodecTest.decode(codec, canary(new Wooden())))
        .hasMessageContaining("class io.cachier.core.codec.Canary is not called for");
    assertThat(loader.asked).isEmpty();
  }

  @Test
  void decode_nameThatIsNoName_isNotRepeatedInTheMessage() {
    byte[] stream =
        Streams.replace(
            Streams.write(new Wooden()),
            "io.cachier.core.codec.Wooden",
            "log4\n${jndi:ldap://x} 123456");

    assertThatThrownBy(() -> JavaCodecTest.decode(strings, stream))
        .hasMessageContaining("a class is not called for")
        .hasMessageNotContaining("jndi");
  }

  @Test
  @Timeout(20)
  void decode_listsThatShareTheirElements_areRefusedAsKeys() {
    assertThatThrownBy(() -> JavaCodecTest.decode(strings, Streams.write(laughs(60))))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("hashing never ends");
  }

  /** A map whose key became endless only after it was put there. */
  private static Object laughs(int levels) {
    List<Object> one = new ArrayList<>(List.of("x"));
    List<Object> other = new ArrayList<>(List.of("y"));
    for (int i = 0; i < levels; i++) {
      List<Object> next = new ArrayList<>(Arrays.asList(one, other));
      other = new ArrayList<>(Arrays.asList(other, one));
      one = next;
    }
    List<Object> key = new ArrayList<>();
    Map<Object, Object> map = new HashMap<>();
    map.put(key, "v");
    key.addAll(one);
    return map;
  }

  @Test
  @Timeout(20)
  void decode_recordsThatShareTheirParts_areRefusedAsKeysAlone() {
    BoundCodec keys = JavaCodecTest.bind(new TypeRef<Map<Tree, String>>() {});
    BoundCodec alone = JavaCodecTest.bind(TypeRef.of(Tree.class));
    Tree tree = new Tree(null, null);
    for (int i = 0; i < 60; i++) {
      tree = new Tree(tree, tree);
    }
    byte[] treeAlone = Streams.write(tree);
    // One reading of the class description, then the tree in the place of a key.
    byte[] map = Streams.write(new HashMap<>(Map.of("key", "v")));
    byte[] asKey = replaceFirstText(map, treeAlone);

    assertThat(JavaCodecTest.decode(alone, treeAlone)).isInstanceOf(Tree.class);
    assertThatThrownBy(() -> JavaCodecTest.decode(keys, asKey))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("hashing never ends");
  }

  /** Puts the object of another stream where a map's key "key" is, moving its references. */
  private static byte[] replaceFirstText(byte[] map, byte[] other) {
    byte[] key = {0x74, 0, 3, 'k', 'e', 'y'};
    int at = 0;
    while (!Arrays.equals(map, at, at + key.length, key, 0, key.length)) {
      at++;
    }
    byte[] moved = Arrays.copyOfRange(other, 4, other.length);
    for (int i = 0; i + 5 <= moved.length; i++) {
      if (moved[i] == 0x71 && moved[i + 1] == 0 && moved[i + 2] == 0x7e) {
        // Two handles come before: the map's class and the map.
        int handle = ((moved[i + 3] & 0xff) << 8 | (moved[i + 4] & 0xff)) + 2;
        moved[i + 3] = (byte) (handle >> 8);
        moved[i + 4] = (byte) handle;
      }
    }
    byte[] joined = Arrays.copyOf(map, map.length - key.length + moved.length);
    System.arraycopy(moved, 0, joined, at, moved.length);
    System.arraycopy(map, at + key.length, joined, at + moved.length, map.length - at - key.length);
    return joined;
  }

  @Test
  void decode_oneLargeNumberAsManyKeys_isRefused() {
    BoundCodec numbers = JavaCodecTest.bind(new TypeRef<Map<List<BigInteger>, String>>() {});
    List<BigInteger> key = new ArrayList<>();
    Map<Object, String> map = new HashMap<>(Map.of(key, "v"));
    BigInteger large = BigInteger.TWO.pow(80_000);
    for (int i = 0; i < 3_000; i++) {
      key.add(large);
    }

    assertThatThrownBy(() -> JavaCodecTest.decode(numbers, Streams.write(map)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("hashing never ends");
  }

  static Stream<Object> tables() {
    return Stream.of(
        new ArrayList<>(List.of("a")),
        new HashMap<>(Map.of("a", "b")),
        new HashSet<>(List.of("a")),
        new LinkedHashMap<>(Map.of("a", "b")),
        new ConcurrentHashMap<>(Map.of("a", "b")),
        new CopyOnWriteArrayList<>(List.of("a")),
        new ArrayDeque<>(List.of("a")),
        new PriorityQueue<>(List.of("a")),
        List.of("a", "b", "c"),
        Set.of("a", "b", "c"),
        Map.of("a", "b", "c", "d"),
        Arrays.asList("a", "b"));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void decode_lyingLengthsAnywhere_allocateLittle(Object value) {
    BoundCodec codec =
        new JavaCodec()
            .bind(
                TypeRef.of(Object.class),
                FakeSettings.of(
                    "codec.java.allow",
                    "java.lang.Object,java.util.*,java.util.concurrent.*,java.util.concurrent.locks.*"));
    byte[] good = codec.encode(value);
    JavaCodecTest.decode(codec, good);
    for (int lie : new int[] {Integer.MAX_VALUE, 0x40000000, 0x00ffffff, 100_000, -1}) {
      for (int at = 4; at + 4 <= good.length; at++) {
        byte[] bad = good.clone();
        ByteBuffer.wrap(bad).putInt(at, lie);
        assertThat(allocatedByDecoding(codec, bad)).isLessThan(1 << 20);
      }
    }
  }

  private static long allocatedByDecoding(BoundCodec codec, byte[] bytes) {
    long before = Allocation.ofThisThread();
    try {
      JavaCodecTest.decode(codec, bytes);
    } catch (CodecException e) {
      assertThat(e).hasNoCause();
    }
    return Allocation.ofThisThread() - before;
  }

  @Test
  void decode_nestedTooDeep_isRefused() {
    BoundCodec lists = JavaCodecTest.bind(new TypeRef<List<List<String>>>() {});
    Object deep = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      deep = new ArrayList<>(List.of(deep));
    }
    byte[] stream = Streams.write(deep);

    assertThatThrownBy(() -> JavaCodecTest.decode(lists, stream))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("nested deeper");
  }
}
