package io.cachier.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The values that pass between engine and backends. */
class SpiValuesTest {
  @Test
  void usage_known_hasBothFigures() {
    Usage usage = Usage.of(3, 4_096);

    assertThat(usage.entries()).hasValue(3);
    assertThat(usage.bytes()).hasValue(4_096);
  }

  @Test
  void usage_unknown_hasNeither() {
    assertThat(Usage.UNKNOWN.entries()).isEmpty();
    assertThat(Usage.UNKNOWN.bytes()).isEmpty();
  }

  @Test
  void gauge_labelsChangedAfterwards_stayAsTheyWere() {
    Map<String, String> labels = new HashMap<>(Map.of("pool", "main"));
    Gauge gauge = new Gauge("pool_connections", labels, 7);

    labels.put("host", "other");

    assertThat(gauge).isEqualTo(new Gauge("pool_connections", Map.of("pool", "main"), 7));
    assertThatThrownBy(() -> gauge.labels().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void lookupNothing_isNeitherStoredNorClaimed() {
    assertThat(Lookup.NOTHING.stored()).isNull();
    assertThat(Lookup.NOTHING.claimed()).isFalse();
  }

  @Test
  void stored_payload_isTheVeryArray() {
    byte[] payload = {1, 2, 3};
    Lookup.Stored stored = new Lookup.Stored(payload, -5, 9);

    assertThat(stored.payload()).isSameAs(payload);
    assertThat(stored.ageNanos()).isEqualTo(-5);
    assertThat(stored.version()).isEqualTo(9);
  }

  @Test
  void carriers_keepWhatTheyAreGiven() {
    EntryKey key = new EntryKey("f", new byte[EntryKey.DIGEST_BYTES]);
    Claim.Granted granted = new Claim.Granted(5, 0);
    EntryInfo info = new EntryInfo(key, Duration.ofSeconds(2), 10, true);
    CacheEntry entry = new CacheEntry(null, 1, 2, -1);

    assertThat(granted.token()).isEqualTo(5);
    assertThat(granted.version()).isZero();
    assertThat(new Claim.Held(Duration.ofSeconds(1)).remaining()).isEqualTo(Duration.ofSeconds(1));
    assertThat(info.key()).isSameAs(key);
    assertThat(info.age()).isEqualTo(Duration.ofSeconds(2));
    assertThat(info.sizeBytes()).isEqualTo(10);
    assertThat(info.claimed()).isTrue();
    assertThat(entry.value()).isNull();
    assertThat(entry.writtenNanos()).isEqualTo(1);
    assertThat(entry.computeNanos()).isEqualTo(2);
    assertThat(entry.sizeBytes()).isEqualTo(-1);
  }

  @Test
  void systemTicker_isTheClockOfTheJvm() {
    Ticker ticker = Ticker.system();
    long before = System.nanoTime();
    long now = ticker.nanos();
    long after = System.nanoTime();

    // Differences, as the clock may wrap around.
    assertThat(now - before).isNotNegative();
    assertThat(after - now).isNotNegative();
    assertThat(ticker).isSameAs(Ticker.system());
  }
}
