package io.cachier.tck;

import java.util.Arrays;
import java.util.HexFormat;

/** The beginning of some bytes, for messages. */
final class Hex {
  private static final int SHOWN = 64;

  private Hex() {}

  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN)));
  }
}
