package io.cachier.tck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.cachier.CodecException;
import io.cachier.TypeRef;
import io.cachier.spi.ValueCodec.BoundCodec;
import io.cachier.tck.CodecTypes.Box;
import io.cachier.tck.CodecTypes.Mood;
import io.cachier.tck.CodecTypes.Node;
import io.cachier.tck.CodecTypes.Point;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** V20 to V24: bytes that somebody made to do harm. */
abstract class CodecAttackRules extends CodecRules {
  private static final int LEVELS = 200_000;
  private static final long FREE_BYTES = 1 << 20;
  private static final long BOMB_BYTES = 16 << 20;
  private static final long BYTES_PER_BYTE = 64;
  private static final Duration BOMB_TIME = Duration.ofSeconds(10);
  private static final String SECRET = "s3cret4711";

  /** Lengths as formats write them: big-endian ints and longs, varints, Smile's varints. */
  private static final List<String> LIES =
      List.of(
          "7fffffff",
          "40000000",
          "00ffffff",
          "ffffffff",
          "7fffffffffffffff",
          "ffff",
          "ffffffff07",
          "0f7f7f7fbf",
          "9a7fffffff",
          "fc7fffffff",
          "e80f7f7f7fbf");

  CodecAttackRules(CodecContract contract) {
    super(contract);
  }

  @Test
  @Rule("V20")
  void decode_nestedVeryDeep_isAValueOrACodecException() {
    TypeRef<Node> nodes = TypeRef.of(Node.class);
    TypeRef<List<List<List<String>>>> lists = new TypeRef<>() {};
    for (byte[] deep : ForeignBytes.deeplyNested(LEVELS)) {
      readAnything(nodes, bind(nodes), deep);
      readAnything(lists, bind(lists), deep);
    }
    readAnything(nodes, bind(nodes), deeper(bind(nodes)));
  }

  /** What the codec writes more for one level more, a hundred thousand times. */
  private static byte[] deeper(BoundCodec nodes) {
    byte[] ten = nodes.encode(Node.ofDepth(10));
    byte[] eleven = nodes.encode(Node.ofDepth(11));
    int same = Arrays.mismatch(ten, eleven);
    int level = eleven.length - ten.length;
    byte[] deep = Arrays.copyOf(eleven, ten.length + LEVELS * level);
    for (int at = same; at + level <= deep.length; at += level) {
      System.arraycopy(eleven, same, deep, at, Math.min(level, eleven.length - same));
    }
    return deep;
  }

  @Test
  @Rule("V21")
  void decode_lengthsThatLie_allocatesInProportionToTheBytes() {
    List<CodecSample<?>> samples = new ArrayList<>(CodecShapes.containers());
    samples.add(
        CodecSample.of(String.class, "a text that is longer than sixty-four bytes, \u20ac, so"));
    samples.addAll(contract.samples());
    for (CodecSample<?> sample : samples) {
      BoundCodec bound = bind(sample.type());
      byte[] written = bound.encode(sample.value());
      bound.decode(written, 0, written.length);
      for (String hex : LIES) {
        byte[] lie = HexFormat.of().parseHex(hex);
        for (int at = 0; at < written.length; at++) {
          byte[] lying = written.clone();
          System.arraycopy(lie, 0, lying, at, Math.min(lie.length, lying.length - at));
          assertAllocatesLittle(sample.type(), bound, lying, FREE_BYTES);
        }
      }
    }
  }

  private static void assertAllocatesLittle(
      TypeRef<?> type, BoundCodec bound, byte[] bytes, long freeBytes) {
    long before = AllocatedBytes.ofThisThread();
    readAnything(type, bound, bytes);
    assertThat(AllocatedBytes.ofThisThread() - before)
        .as("bytes allocated to read %d bytes as %s: %s", bytes.length, type, Hex.of(bytes))
        .isLessThan(freeBytes + BYTES_PER_BYTE * bytes.length);
  }

  @Test
  @Rule("V22")
  void decode_bombsOfThisFormat_endSoonAndAllocateLittle() {
    List<byte[]> bombs = contract.bombs();
    assumeThat(bombs).as("bombs of its format").isNotEmpty();
    List<CodecSample<?>> samples = new ArrayList<>(CodecShapes.ownTypes());
    samples.addAll(CodecShapes.fewOfEachKind());
    samples.addAll(contract.samples());
    for (CodecSample<?> sample : samples) {
      BoundCodec bound = bind(sample.type());
      for (byte[] bomb : bombs) {
        assertTimeoutPreemptively(
            BOMB_TIME, () -> assertAllocatesLittle(sample.type(), bound, bomb, BOMB_BYTES));
      }
    }
  }

  @Test
  @Rule("V23")
  void decode_classThatNobodyDeclared_isNotLoaded() throws ClassNotFoundException {
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    WatchedLoader loader = new WatchedLoader(Witness.class, WatchedLoader.CANARY);
    Class<?> witness = loader.loadClass(Witness.class.getName());
    try {
      thread.setContextClassLoader(loader);
      for (TypeRef<?> type :
          List.of(
              TypeRef.of(witness),
              new TypeRef<List<String>>() {},
              new TypeRef<Map<String, Set<List<Point>>>>() {},
              new TypeRef<Box<LocalDate>>() {})) {
        BoundCodec bound = bind(type);
        for (byte[] gadget : gadgets()) {
          loader.forget();
          readAnything(type, bound, gadget);
          assertThat(loader.asked())
              .as("classes asked for to read a %s from %s", type, Hex.of(gadget))
              .doesNotContain(WatchedLoader.CANARY);
          assertThat(CodecCanaryLog.sang()).as("the class was initialized").isFalse();
        }
      }
    } finally {
      thread.setContextClassLoader(own);
      CodecCanaryLog.forget();
    }
  }

  private List<byte[]> gadgets() {
    List<byte[]> gadgets = new ArrayList<>(contract.gadgets(WatchedLoader.CANARY));
    CodecWooden wooden = new CodecWooden();
    for (Object value :
        List.of(
            wooden,
            CodecWooden.class,
            new ArrayList<>(List.of(wooden)),
            new CodecWooden[] {wooden},
            Map.of("name", wooden))) {
      String stream = new String(ForeignBytes.serialized(value), ISO_8859_1);
      gadgets.add(stream.replace("CodecWooden", "CodecCanary").getBytes(ISO_8859_1));
    }
    return gadgets;
  }

  @Test
  @Rule("V24")
  void exception_ofEitherDirection_tellsNothingOfTheValue() {
    TypeRef<Box<List<String>>> type = new TypeRef<>() {};
    BoundCodec bound = bind(type);
    Box<List<String>> value = new Box<>(SECRET, List.of(SECRET, "a" + SECRET));
    byte[] written = bound.encode(value);
    for (int at = 0; at < written.length; at++) {
      byte[] changed = written.clone();
      changed[at] ^= 0x12;
      assertTellsNothing(() -> bound.decode(changed, 0, changed.length));
      byte[] part = Arrays.copyOf(written, at);
      assertTellsNothing(() -> bound.decode(part, 0, part.length));
    }
    byte[] text = bind(TypeRef.of(String.class)).encode(SECRET);
    byte[] map =
        bind(new TypeRef<Map<String, String>>() {}).encode(Map.of("x", SECRET, SECRET, "y"));
    for (Class<?> other : List.of(Integer.class, Mood.class, LocalDate.class, Point.class)) {
      BoundCodec reader = bind(TypeRef.of(other));
      assertTellsNothing(() -> reader.decode(text, 0, text.length));
      assertTellsNothing(() -> reader.decode(map, 0, map.length));
    }
    assertTellsNothing(() -> bound.encode(new Box<>("x", List.of(SECRET + "\udc00"))));
    assertTellsNothing(() -> bind(TypeRef.of(Node.class)).encode(secretTooDeep()));
  }

  private static Node secretTooDeep() {
    return new Node(SECRET, Node.ofDepth(100_000));
  }

  private static void assertTellsNothing(Runnable reading) {
    try {
      reading.run();
    } catch (CodecException e) {
      for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
        assertThat(String.valueOf(each.getMessage()))
            .as("the message of %s", each.getClass().getName())
            .doesNotContain(SECRET);
        assertThat(each.getSuppressed()).as("what else it holds").isEmpty();
      }
    }
  }
}
