package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "1, 1",
    "-3, -3",
    "0.75, 0.75",
    "0.3333333333333333, 0.333333333",
    "-2.5, -2.5",
    "1e-12, 0",
    "-1e-12, 0",
    "4398046511104, 4398046511104",
    "9007199254740991, 9007199254740991",
    "9223372036854775807, 9223372036854776000",
    "1e21, 1000000000000000000000",
  })
  void of_number_hasDigitsAndNoExponent(double value, String text) {
    assertThat(NumberText.of(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "213e-9, 0.213",
    "1e-6, 1",
    "1.0005e-3, 1000.5",
    "1, 1000000",
    "0, 0",
    "1.2e-10, 0",
    "8589934592, 8589934592000000",
  })
  void micros_duration_isExactToTheNanosecond(double seconds, String text) {
    assertThat(NumberText.micros(seconds)).isEqualTo(text);
  }
}
