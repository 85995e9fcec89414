package io.cachier.core.file;

import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;

/** Writes the same few keys over and over, until it is killed. */
final class TortureWriter {
  static final int KEYS = 8;

  private TortureWriter() {}

  public static void main(String[] arguments) {
    RemoteBackend backend =
        new FileBackend(new CacheDirectory(Path.of(arguments[0]), true), InstantSource.system());
    for (int round = 0; ; round++) {
      EntryKey key = Keys.of("torture", round % KEYS);
      byte[] payload = payload();
      backend.store(key, payload, 0, Optional.empty()).toCompletableFuture().join();
      if (round == KEYS) {
        System.out.println("writing");
      }
    }
  }

  /** Noise of any length with its own checksum. */
  static byte[] payload() {
    byte[] payload = new byte[ThreadLocalRandom.current().nextInt(8, 100_000)];
    ThreadLocalRandom.current().nextBytes(payload);
    ByteBuffer.wrap(payload).putInt(0, checksum(payload));
    return payload;
  }

  static boolean isWhole(byte[] payload) {
    return payload.length >= 8 && ByteBuffer.wrap(payload).getInt(0) == checksum(payload);
  }

  private static int checksum(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload, 4, payload.length - 4);
    return (int) crc.getValue();
  }
}
