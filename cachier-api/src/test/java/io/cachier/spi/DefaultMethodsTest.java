package io.cachier.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cachier.AbstractCalls;
import io.cachier.ManagedCache;
import io.cachier.metrics.ProcessSnapshot;
import org.junit.jupiter.api.Test;

/** What an extension gets that implements no more than it must. */
class DefaultMethodsTest {
  private final AbstractCalls calls = new AbstractCalls();

  @Test
  void exporter_minimal_hasNoSettingsAndIsPulled() {
    MetricsExporter exporter = calls.of(MetricsExporter.class);

    assertThat(exporter.settings()).isEmpty();
    assertThat(exporter.interval()).isEmpty();
  }

  @Test
  void exporter_minimal_ignoresConfigurationAndTheEndOfFunctions() {
    MetricsExporter exporter = calls.of(MetricsExporter.class);

    assertThatCode(() -> exporter.configure(calls.of(Settings.class))).doesNotThrowAnyException();
    assertThatCode(() -> exporter.unregisterFunction(calls.of(ManagedCache.class)))
        .doesNotThrowAnyException();
    assertThatCode(() -> exporter.attach(() -> ProcessSnapshot.EMPTY)).doesNotThrowAnyException();
    assertThatCode(() -> exporter.exportProcess(ProcessSnapshot.EMPTY)).doesNotThrowAnyException();
    assertThat(exporter.errors()).isZero();
    assertThat(exporter.dropped()).isZero();
    assertThat(calls.noted()).isEmpty();
  }

  @Test
  void providers_minimal_haveNoSettings() {
    assertThat(calls.of(RemoteBackendProvider.class).settings()).isEmpty();
    assertThat(calls.of(LocalBackendProvider.class).settings()).isEmpty();
  }

  @Test
  void remoteBackend_minimal_hasNoGaugesNoLocationNoLimitAndTellsNoChanges() {
    try (RemoteBackend backend = calls.of(RemoteBackend.class)) {
      assertThat(backend.watch("f", calls.of(ChangeListener.class))).isEmpty();
      assertThat(backend.largestPayloadBytes()).isEqualTo(Long.MAX_VALUE);
      assertThat(backend.gauges()).isEmpty();
      assertThat(backend.location("f")).isEmpty();
    }
    assertThat(calls.noted()).containsExactly("close[]");
  }
}
