package io.cachier.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What other codecs may have written, and what none has. */
final class ForeignBytes {
  private static final int NOISE = 50;

  private ForeignBytes() {}

  static List<byte[]> all() {
    List<byte[]> all = new ArrayList<>();
    for (Object value : List.of("text", 1, List.of("a", 2), Map.of("x", 1, "y", 2.5))) {
      all.add(serialized(value));
    }
    for (String text :
        List.of(
            "",
            " ",
            "null",
            "true",
            "-1",
            "1e999",
            "\"text\"",
            "[]",
            "[[1,2],null]",
            "{}",
            "{\"x\":1,\"y\":[{}],\"name\":{},\"next\":{\"next\":0}}",
            "<a><b>1</b></a>",
            "--- !!a\nx: 1\n")) {
      all.add(text.getBytes(UTF_8));
    }
    // The same small map as Smile, CBOR, MessagePack and a Kryo-like stream have it.
    for (String hex :
        List.of(
            "3a290a01fa8078c28079c4fb", "a2617801617902", "82a17801a17902", "0102780179", "00")) {
      all.add(HexFormat.of().parseHex(hex));
    }
    Random random = new Random(5);
    for (int i = 0; i < NOISE; i++) {
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      all.add(noise);
    }
    return all;
  }

  /** Beginnings that open one level, and what each further level repeats. */
  static List<byte[]> deeplyNested(int levels) {
    return List.of(
        repeated("", "5b", levels),
        repeated("", HexFormat.of().formatHex("{\"next\":".getBytes(UTF_8)), levels),
        repeated("", HexFormat.of().formatHex("<a>".getBytes(UTF_8)), levels),
        repeated("3a290a01", "f8", levels),
        repeated("3a290a01", "fa836e657874", levels),
        repeated("", "81", levels),
        repeated("aced0005", "7372", levels));
  }

  private static byte[] repeated(String beginning, String level, int levels) {
    byte[] first = HexFormat.of().parseHex(beginning);
    byte[] each = HexFormat.of().parseHex(level);
    byte[] all = Arrays.copyOf(first, first.length + levels * each.length);
    for (int i = 0; i < levels; i++) {
      System.arraycopy(each, 0, all, first.length + i * each.length, each.length);
    }
    return all;
  }

  static byte[] serialized(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
