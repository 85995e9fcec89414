package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.BackendException;
import org.junit.jupiter.api.Test;

/** In place of a source that can't be made stands the reason. */
class RefusedSourceTest {
  @Test
  void connections_areRefusedWithTheReason() {
    RefusedSource source = new RefusedSource("add a driver");
    source.connectionLost();
    assertThatThrownBy(source::connection)
        .isInstanceOf(BackendException.class)
        .hasMessage("add a driver");
    assertThatThrownBy(source::listener)
        .isInstanceOf(BackendException.class)
        .hasMessage("add a driver");
    assertThat(source.secrets().where()).isEqualTo("nowhere");
    source.close();
  }
}
