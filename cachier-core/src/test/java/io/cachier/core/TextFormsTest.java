package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormsTest {
  @ParameterizedTest
  @CsvSource({
    "10m, PT10M",
    "1.5h, PT1H30M",
    "500ms, PT0.5S",
    "2 d, PT48H",
    "7s, PT7S",
    "250us, PT0.00025S",
    "3ns, PT0.000000003S",
    "PT10M, PT10M",
    "P1D, PT24H",
    "-5s, PT-5S",
    "' 1H ', PT1H",
  })
  void durationParse_wellFormed_isRead(String text, Duration expected) {
    assertThat(DurationText.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10", "m", "10x", "ten minutes", "1e3s", "99999999999999999d", "0.5ns"})
  void durationParse_malformed_isEmpty(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10MB, 10000000",
    "512KiB, 524288",
    "1.5 GiB, 1610612736",
    "1, 1",
    "7B, 7",
    "3kb, 3000",
    "2GB, 2000000000",
    "1mib, 1048576",
    "0.0015kB, 1",
  })
  void sizeParse_wellFormed_isRead(String text, long expected) {
    assertThat(SizeText.parse(text)).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "MB", "0", "0.1B", "-1MB", "10TB", "1,5MB", "999999999999999999GB", "ten"})
  void sizeParse_malformed_isEmpty(String text) {
    assertThat(SizeText.parse(text)).isEmpty();
  }
}
