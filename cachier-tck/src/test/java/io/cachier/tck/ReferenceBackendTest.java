package io.cachier.tck;

import io.cachier.spi.RemoteBackendProvider;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The model passes, in real time. */
@Execution(ExecutionMode.CONCURRENT)
class ReferenceBackendTest extends RemoteBackendContract {
  @Override
  protected RemoteBackendProvider provider() {
    return new ReferenceBackendProvider();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("reference.store", UUID.randomUUID().toString());
  }

  @Override
  protected boolean supportsProcesses() {
    return false;
  }
}
