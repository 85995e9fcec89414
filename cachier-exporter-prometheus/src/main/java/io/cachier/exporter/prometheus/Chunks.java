package io.cachier.exporter.prometheus;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** A rendered answer, in pieces that are neither copied when it grows nor large to a collector. */
final class Chunks extends OutputStream {
  private static final int CHUNK = 32 * 1024;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] last = new byte[CHUNK];
  private int used;

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    int at = from;
    int end = from + length;
    while (at < end) {
      if (used == CHUNK) {
        full.add(last);
        last = new byte[CHUNK];
        used = 0;
      }
      int piece = Math.min(end - at, CHUNK - used);
      System.arraycopy(bytes, at, last, used, piece);
      used += piece;
      at += piece;
    }
  }

  long size() {
    return (long) full.size() * CHUNK + used;
  }

  /**
   * Sends all of it.
   *
   * @param sent run after each piece: who reads slowly is told by it from who reads no more
   */
  void writeTo(OutputStream out, Runnable sent) throws IOException {
    for (byte[] chunk : full) {
      out.write(chunk, 0, CHUNK);
      sent.run();
    }
    out.write(last, 0, used);
  }
}
