package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.exporter.cloudwatch.CloudWatchEndpoint.Answer;
import io.cachier.metrics.ProcessSnapshot;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

class LifecycleTest extends ExporterFixture {
  private static final String CALLS = "Calls[Function=f, Backend=memory, Outcome=hit]";

  @Test
  void stop_afterExport_sendsWhatIsLeft() {
    started("f");
    exporter.exportMetrics("f", Figures.hits(5));
    exporter.stop();

    assertThat(sum(CALLS)).isEqualTo(5);
    assertThat(exporter.dropped()).isZero();
    assertThat(log.warnings()).isEmpty();
  }

  @Test
  void startAndStop_inAnyOrderAndTwice_areHarmless() {
    exporter.stop();
    exporter.stop();
    started("f");
    exporter.start();
    exporter.exportMetrics("f", Figures.hits(1));
    exporter.stop();
    exporter.stop();
    exporter.exportMetrics("f", Figures.hits(100));
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    assertThat(sum(CALLS)).isEqualTo(1);

    exporter.start();
    exporter.exportMetrics("f", Figures.hits(2));
    exporter.stop();
    assertThat(sum(CALLS)).isEqualTo(3);
  }

  @Test
  void exportMetrics_notStarted_isIgnored() {
    register("f");
    exporter.exportMetrics("f", Figures.hits(5));
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    started();
    exporter.stop();

    assertThat(endpoint.takenData("Calls")).isEmpty();
  }

  @Test
  void unregisterFunction_ofTheSameName_leavesTheNewOne() {
    var old = function("f");
    exporter.registerFunction(old);
    old.close();
    var built = function("f");
    exporter.registerFunction(built);
    exporter.unregisterFunction(old);
    started();
    exporter.exportMetrics("f", Figures.hits(5));
    exporter.unregisterFunction(built);
    exporter.exportMetrics("f", Figures.hits(7));
    exporter.unregisterFunction(built);
    exporter.stop();

    assertThat(sum(CALLS)).isEqualTo(5);
  }

  @Test
  void stop_hangingEndpoint_isBoundedAndCountsWhatIsLost() {
    started("f");
    endpoint.otherwise(Answer.HANG);
    exporter.exportMetrics("f", Figures.hits(5));
    long begun = System.nanoTime();
    exporter.stop();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    assertThat(exporter.dropped()).isEqualTo(endpoint.refused().get(0).data().size()).isPositive();
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains(exporter.dropped() + " data were not delivered before the stop");
  }

  @Test
  void stop_interrupted_waitsForNothingAndStaysInterrupted() {
    started("f");
    endpoint.otherwise(Answer.HANG);
    exporter.exportMetrics("f", Figures.hits(5));
    Thread.currentThread().interrupt();
    long begun = System.nanoTime();
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    exporter.stop();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void stop_afterWork_leavesNoThreadOfItsOwn() {
    started("f");
    exporter.stop();

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("cachier-cloudwatch"))
                    .noneMatch(name -> name.startsWith("aws-java-sdk-NettyEventLoop")));
  }

  @Test
  void client_ofTheApplication_isUsedAndNotClosed() {
    try (CloudWatchAsyncClient client =
        CloudWatchAsyncClient.builder()
            .endpointOverride(endpoint.uri())
            .region(Region.AP_SOUTH_1)
            .build()) {
      exporter = CloudWatchExporter.builder().namespace("Mine").client(client).build();
      started("f");
      exporter.exportMetrics("f", Figures.hits(5));
      exporter.stop();
      exporter.start();
      exporter.exportMetrics("f", Figures.hits(2));
      exporter.stop();
    }

    assertThat(sum(CALLS)).isEqualTo(7);
    assertThat(endpoint.taken().get(0).namespace()).isEqualTo("Mine");
    assertThat(endpoint.taken().get(0).header("authorization").orElseThrow())
        .contains("/ap-south-1/monitoring/");
  }

  @Test
  void builder_everyOption_isUsed() {
    exporter =
        CloudWatchExporter.builder()
            .namespace("Orders/Cachier")
            .region("us-west-2")
            .endpoint(endpoint.uri())
            .interval(Duration.ofMinutes(5))
            .storageResolution(1)
            .build();
    started("f");
    exporter.exportMetrics("f", Figures.hits(5));
    exporter.stop();

    assertThat(exporter.interval()).contains(Duration.ofMinutes(5));
    SentRequest request = endpoint.taken().get(0);
    assertThat(request.namespace()).isEqualTo("Orders/Cachier");
    assertThat(request.header("authorization").orElseThrow()).contains("/us-west-2/");
    assertThat(request.data()).allMatch(datum -> datum.storageResolution() == 1);
  }

  @Test
  void builder_clientAndRegion_isRefused() {
    CloudWatchAsyncClient client = client(CompletableFuture::new);

    assertThatThrownBy(
            () -> CloudWatchExporter.builder().client(client).region("us-west-2").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Both a client and a region or an endpoint");
    assertThatThrownBy(
            () -> CloudWatchExporter.builder().client(client).endpoint(endpoint.uri()).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The application has closed its client, or it lacks credentials. */
  @Test
  void client_thatThrows_isToldOnceAndTriedLessOften() {
    AtomicInteger asked = new AtomicInteger();
    exporter =
        exporter(
            ofClient(
                client(
                    () -> {
                      asked.incrementAndGet();
                      throw SdkClientException.create("hush");
                    })));
    register("f");
    exporter.start();
    exporter.exportMetrics("f", Figures.hits(5));
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    await(() -> exporter.errors() == 1);
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    exporter.stop();

    assertThat(asked).hasValue(1);
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("failed before sending (" + SdkClientException.class.getName() + ")")
        .doesNotContain("hush");
    assertThat(exporter.dropped()).isPositive();
  }

  @Test
  void client_thatBreaksAltogether_isThrownToTheEngine() {
    exporter =
        exporter(
            ofClient(
                client(
                    () -> {
                      throw new AssertionError("broken");
                    })));
    register("f");
    exporter.start();

    // The round that begins with the start may take the first.
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> exporter.exportProcess(ProcessSnapshot.EMPTY))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A round of the CloudWatch exporter failed")
                    .hasRootCauseMessage("broken"));
  }

  /** So many data that they are sent while the round is still being gathered. */
  @Test
  void exportMetrics_manyFunctions_areSentBeforeTheRoundEnds() {
    started("f");
    int takenBeforeTheEnd = 0;
    for (int i = 0; i < 120; i++) {
      exporter.exportMetrics("f", Figures.all(Figures.histogram(-200, 140, 1)));
      takenBeforeTheEnd = endpoint.taken().size();
    }
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    await(() -> endpoint.takenData("Calls").size() == 120 * 6);

    assertThat(takenBeforeTheEnd).isPositive();
    assertThat(exporter.dropped()).isZero();
  }

  @Test
  void exportMetrics_manyFunctionsInTrouble_areKeptUpToTheBound() {
    started("f");
    endpoint.otherwise(Answer.UNAVAILABLE);
    for (int i = 0; i < 400; i++) {
      exporter.exportMetrics("f", Figures.all(Figures.histogram(-200, 140, 1)));
    }
    await(() -> exporter.errors() > 0);
    endpoint.otherwise(Answer.TAKEN);
    endpoint.forget();
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    await(() -> !endpoint.takenData("BuildInfo").isEmpty());

    assertThat(exporter.dropped()).isPositive();
    assertThat(endpoint.taken().stream().mapToLong(SentRequest::bodyBytes).sum())
        .isLessThan(Backlog.MOST_BYTES + 2_000_000);
    assertThat(endpoint.takenData("Calls")).isNotEmpty();
  }

  private Options ofClient(CloudWatchAsyncClient client) {
    Options options = options();
    return new Options(
        options.namespace(),
        Optional.empty(),
        Optional.empty(),
        options.interval(),
        options.storageResolution(),
        Optional.of(client));
  }

  /** An application's own implementation of the SDK's interface. */
  private static CloudWatchAsyncClient client(Supplier<CompletableFuture<?>> putMetricData) {
    return (CloudWatchAsyncClient)
        Proxy.newProxyInstance(
            CloudWatchAsyncClient.class.getClassLoader(),
            new Class<?>[] {CloudWatchAsyncClient.class},
            (self, method, arguments) -> {
              if (method.getName().equals("putMetricData")) {
                return putMetricData.get();
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
  }
}
