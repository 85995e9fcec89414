package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SmallPartsTest {
  @Test
  void chunks_anyPieces_holdWhatWasWritten() throws IOException {
    byte[] all = new byte[200_001];
    new Random(5).nextBytes(all);
    Chunks chunks = new Chunks();
    chunks.write(all[0]);
    for (int at = 1, piece = 1; at < all.length; piece = piece * 3 % 70_001) {
      int length = Math.min(piece, all.length - at);
      chunks.write(all, at, length);
      at += length;
    }
    assertThat(chunks.size()).isEqualTo(all.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AtomicInteger sent = new AtomicInteger();
    chunks.writeTo(out, sent::incrementAndGet);
    assertThat(out.toByteArray()).isEqualTo(all);
    assertThat(sent).hasValue(all.length / (32 * 1024));
  }

  @Test
  void chunks_nothing_isNothing() throws IOException {
    Chunks chunks = new Chunks();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    chunks.writeTo(out, () -> {});
    assertThat(chunks.size()).isZero();
    assertThat(out.size()).isZero();
  }

  @Test
  void byteText_wholeNumbers_areWritten() throws IOException {
    ByteText text = new ByteText();
    for (long number : new long[] {0, 9, 10, 1_234_567_890_123L, Long.MAX_VALUE}) {
      text.add(number).add(" ");
    }
    assertThat(drained(text)).isEqualTo("0 9 10 1234567890123 9223372036854775807 ");
    assertThat(text.size()).isZero();
  }

  @Test
  void byteText_grows() throws IOException {
    ByteText text = new ByteText();
    ByteText doubled = new ByteText();
    String long1 = "0123456789".repeat(500);
    text.add(long1);
    doubled.add(text).add(text);
    assertThat(drained(doubled)).isEqualTo(long1 + long1);
    text.clear();
    assertThat(drained(text)).isEmpty();
  }

  private static String drained(ByteText text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text.drainTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void query_namesAmongOthers_areRead() {
    assertThat(ScrapeQuery.names(null)).isEmpty();
    assertThat(ScrapeQuery.names("")).isEmpty();
    assertThat(ScrapeQuery.names("a=b&name=c&name[]&name%5b%5d=d+e&name[]=f%3Dg=h&&name[]="))
        .isEqualTo(Arrays.asList("d e", "f=g=h", ""));
  }

  @Test
  void mishaps_manyInAMinute_areToldOnce() {
    AtomicLong nanos = new AtomicLong(-5);
    try (LogCapture log = new LogCapture(PrometheusExporter.class)) {
      Mishaps mishaps = new Mishaps(nanos::get);
      mishaps.failed("First", new IllegalStateException("why"));
      mishaps.gaveUp("second");
      nanos.addAndGet(59_999_999_999L);
      mishaps.failed("Third", new IllegalStateException());
      nanos.addAndGet(1);
      mishaps.gaveUp("Fourth");
      nanos.addAndGet(60_000_000_000L);
      mishaps.gaveUp("Fifth");
      assertThat(log.messages())
          .containsExactly(
              "First: java.lang.IllegalStateException: why",
              "Fourth (2 more like it since)",
              "Fifth");
      assertThat(mishaps.errors()).isEqualTo(2);
      assertThat(mishaps.dropped()).isEqualTo(3);
    }
  }
}
