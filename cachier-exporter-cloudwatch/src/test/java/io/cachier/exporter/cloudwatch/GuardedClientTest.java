package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

class GuardedClientTest {
  private static final PutMetricDataRequest REQUEST =
      PutMetricDataRequest.builder().namespace("Cachier").build();

  /** A stop need not wait for the metadata service, and so may come before there is a client. */
  @Test
  void connect_afterClose_leavesNoClient() throws NotConnectedException {
    GuardedClient client = new GuardedClient(Options.DEFAULTS);
    client.close();
    client.connect();

    assertThat(client.send(REQUEST))
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableThat()
        .withRootCauseInstanceOf(NoSuchElementException.class);
  }

  @Test
  void connect_twice_makesOneClient() throws NotConnectedException {
    GuardedClient client = new GuardedClient(Options.DEFAULTS);
    client.connect();
    client.connect();
    client.close();
    client.close();

    CompletableFuture<?> sent = client.send(REQUEST);
    assertThat(sent).isCompletedExceptionally();
  }
}
