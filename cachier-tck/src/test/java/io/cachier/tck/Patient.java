package io.cachier.tck;

import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The contract over a backend that has an illness. No test class by name: it is run by those that
 * expect it to fail.
 */
class Patient extends RemoteBackendContract {
  /** Set by the test that runs this class, one at a time. */
  static volatile Illness illness = Illness.of("none", "is healthy", (ward, healthy) -> healthy);

  private static final String AWAY = "away";

  private final Ward ward = new Ward();

  @Override
  protected RemoteBackendProvider provider() {
    return new Provider(ward);
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("reference.store", "ward");
  }

  @Override
  protected Optional<Map<String, String>> settingsOutOfReach() {
    return Optional.of(Map.of("reference.store", AWAY));
  }

  @Override
  protected void elapse(Duration time) {
    ward.ticker.advance(time);
  }

  @Override
  Duration patience() {
    return Duration.ofMillis(200);
  }

  @Override
  protected boolean supportsProcesses() {
    return false;
  }

  private record Provider(Ward ward) implements RemoteBackendProvider {
    @Override
    public String name() {
      return "patient";
    }

    @Override
    public Set<String> settings() {
      return Set.of("reference.store");
    }

    @Override
    public RemoteBackend open(Settings settings) {
      RemoteBackend healthy = new ReferenceBackend(ward.store);
      if (settings.text("reference.store").orElse("").equals(AWAY)) {
        healthy = new FaultyBackend(healthy, new Faults().failAll(Faults.Failure.FAIL));
      }
      return illness.infection().open(ward, healthy, settings);
    }
  }

  static <T> CompletionStage<T> answer(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
