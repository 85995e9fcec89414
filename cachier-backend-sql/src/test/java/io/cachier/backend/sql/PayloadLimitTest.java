package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.BackendException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A payload that would not fit is not sent; one that fits is. */
class PayloadLimitTest {
  private static final int STATEMENT = 4096;

  private static byte[] of(int length, char one) {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) one);
    return payload;
  }

  @Test
  void check_plainBytes_fillTheLimit() {
    PayloadLimit limit = new PayloadLimit(STATEMENT + 1000, true);
    assertThatCode(() -> limit.check(of(1000, 'a'))).doesNotThrowAnyException();
    assertThatThrownBy(() -> limit.check(of(1001, 'a')))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("1001 bytes", "entrySizeLimit");
  }

  @Test
  void check_escapedBytes_countTwice() {
    PayloadLimit limit = new PayloadLimit(STATEMENT + 1000, true);
    for (char escaped : new char[] {0, '\'', '"', '\\'}) {
      assertThatCode(() -> limit.check(of(500, escaped))).doesNotThrowAnyException();
      assertThatThrownBy(() -> limit.check(of(501, escaped))).isInstanceOf(BackendException.class);
    }
  }

  @Test
  void check_whereNothingIsEscaped_countsOnce() {
    PayloadLimit limit = new PayloadLimit(STATEMENT + 1000, false);
    assertThatCode(() -> limit.check(of(1000, '\''))).doesNotThrowAnyException();
  }
}
