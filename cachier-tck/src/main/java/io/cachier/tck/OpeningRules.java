package io.cachier.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.spi.EntryKey;
import io.cachier.spi.Gauge;
import io.cachier.spi.RemoteBackend;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** B70 to B74. */
abstract class OpeningRules extends RemoteRules {
  private static final long GIVES_UP_SECONDS = 30;

  OpeningRules(RemoteBackendContract contract) {
    super(contract);
  }

  @Test
  @Rule("B70")
  void open_allOthersClosed_findsWhatWasStored() {
    EntryKey key = key();
    put(key, "payload");
    client().close();
    other().close();
    assertThat(stored(open(), key).payload()).isEqualTo("payload".getBytes(UTF_8));
  }

  @Test
  @Rule("B71")
  void close_twice_isHarmlessAndDisturbsNobody() {
    RemoteBackend third = open();
    third.close();
    assertThatCode(third::close).doesNotThrowAnyException();
    assertThatCode(() -> get(client().lookup(key()))).doesNotThrowAnyException();
  }

  @Test
  @Rule("B72")
  void open_anySettingRead_isDeclared() {
    RecordingSettings settings = new RecordingSettings(settings());
    try (RemoteBackend backend = contract().provider().open(settings)) {
      get(backend.lookup(key()));
    }
    assertThat(contract().provider().settings()).containsAll(settings.asked());
    assertThat(contract().provider().settings()).containsAll(settings().keySet());
    assertThat(settings.rejected()).isEmpty();
  }

  @Test
  @Rule("B73")
  void open_storeOutOfReach_failsOnlyAtTheFirstOperation() {
    Map<String, String> away =
        contract()
            .settingsOutOfReach()
            .orElseThrow(() -> new TestAbortedException("settingsOutOfReach() names no settings"));
    try (RemoteBackend backend = contract().provider().open(new RecordingSettings(away))) {
      assertThatThrownBy(
              () ->
                  backend
                      .lookup(key())
                      .toCompletableFuture()
                      .get(GIVES_UP_SECONDS, TimeUnit.SECONDS))
          .isNotInstanceOf(TimeoutException.class);
    }
  }

  @Test
  @Rule("B74")
  void gauges_afterWork_areNumbersWithNames() {
    get(client().store(key(), new byte[1], RemoteBackend.UNFENCED, Optional.empty()));
    for (Gauge gauge : client().gauges()) {
      assertThat(gauge.name()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
      assertThat(gauge.value()).as(gauge.name()).isFinite();
    }
  }
}
