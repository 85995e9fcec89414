package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cachier.metrics.ProcessSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application with the jar on its class path and no AWS anywhere. */
class NotConfiguredTest extends ExporterFixture {
  private final SystemProperties properties = new SystemProperties();

  @BeforeEach
  void noEnvironment() {
    assumeThat(System.getenv()).doesNotContainKeys("AWS_REGION", "AWS_ACCESS_KEY_ID");
  }

  @AfterEach
  void restore() {
    properties.close();
  }

  @Test
  void construction_nothingSet_asksNobody() throws IOException {
    try (ServerSocket metadata = metadataService()) {
      properties.clear("aws.region").clear("aws.accessKeyId");
      CloudWatchExporter made = new CloudWatchExporter();
      made.registerFunction(function("f"));

      made.exportMetrics("f", Figures.hits(1));
      made.exportProcess(ProcessSnapshot.EMPTY);
      made.stop();

      metadata.setSoTimeout(1);
      assertThat(metadata).satisfies(NotConfiguredTest::nobodyCame);
      assertThat(made.dropped()).isZero();
    }
  }

  @Test
  void region_missing_isToldOnceAtTheStartAndTriedEverLessOften() {
    properties.clear("aws.region");
    exporter = exporter(withoutRegion());
    register("f");
    exporter.start();
    await(() -> exporter.errors() == 1);
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("no AWS region", "AWS_REGION", "cachier.cloudwatch.region")
        .contains("cachier.exporter.cloudwatch.enabled=false");

    for (int minute = 0; minute < 60; minute++) {
      clock.advance(Duration.ofMinutes(1));
      exporter.exportMetrics("f", Figures.hits(1));
      exporter.exportProcess(ProcessSnapshot.EMPTY);
    }

    // After 1, 2, 4, 8 and 15, 15, 15 minutes.
    await(() -> exporter.errors() == 8);
    assertThat(log.warnings()).hasSize(1);
    // What is older than 15 minutes is given up; the last quarter of an hour is kept.
    long rounds = 60 - 16;
    assertThat(exporter.dropped()).isBetween(rounds * 7, 60L * 7);
    exporter.stop();
    assertThat(exporter.dropped()).isEqualTo(60L * 7);
    assertThat(log.warnings()).hasSize(1);
  }

  @Test
  void region_setLater_deliversWhatWasKept() {
    properties.clear("aws.region");
    exporter = exporter(withoutRegion());
    register("f");
    exporter.start();
    await(() -> exporter.errors() == 1);
    exporter.exportMetrics("f", Figures.hits(5));
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    assertThat(endpoint.taken()).isEmpty();

    properties.set("aws.region", "eu-west-1");
    clock.advance(Duration.ofMinutes(1));
    round(1);

    await(() -> sum("Calls[Function=f, Backend=memory, Outcome=hit]") == 5);
    await(() -> log.infos().contains("CloudWatch exporter: figures arrive"));
    assertThat(endpoint.taken().get(0).header("authorization").orElseThrow())
        .contains("/eu-west-1/monitoring/");
    assertThat(exporter.dropped()).isZero();
  }

  @Test
  void credentials_missing_areToldOnceAndFoundLater() {
    properties.clear("aws.accessKeyId");
    register("f");
    exporter.start();
    await(() -> exporter.errors() == 1);
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("no AWS credentials", "AWS_ACCESS_KEY_ID", "AWS_PROFILE", "aws.accessKeyId")
        .doesNotContain("fake-secret-for-tests");
    exporter.exportMetrics("f", Figures.hits(5));
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    assertThat(exporter.errors()).isOne();
    assertThat(endpoint.taken()).isEmpty();

    properties.close();
    clock.advance(Duration.ofMinutes(1));
    round(1);

    await(() -> sum("Calls[Function=f, Backend=memory, Outcome=hit]") == 5);
    assertThat(log.warnings()).hasSize(1);
  }

  /** The SDK's own file is damaged: what it throws is told, and goes no further. */
  @Test
  void sdk_thatCannotBeBuilt_isToldOnce(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("config"), "[profile default\nregion");
    properties.set("aws.configFile", file.toString());
    register("f");
    exporter.start();
    await(() -> exporter.errors() == 1);

    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("failed before sending", "check the AWS configuration");
    properties.close();
    clock.advance(Duration.ofMinutes(1));
    exporter.exportMetrics("f", Figures.hits(5));
    round(1);
    await(() -> sum("Calls[Function=f, Backend=memory, Outcome=hit]") == 5);
  }

  /** A metadata service that accepts and says nothing, as a firewall may make it seem. */
  @Test
  void metadataService_thatHangs_holdsUpNeitherRoundNorStop() throws IOException {
    try (ServerSocket metadata = metadataService()) {
      properties
          .clear("aws.region")
          .clear("aws.accessKeyId")
          .set("aws.disableEc2Metadata", "false");
      exporter = exporter(withoutRegion());
      register("f");
      exporter.start();
      exporter.exportMetrics("f", Figures.hits(1));
      long begun = System.nanoTime();
      exporter.exportProcess(ProcessSnapshot.EMPTY);
      Duration round = Duration.ofNanos(System.nanoTime() - begun);
      exporter.stop();
      Duration all = Duration.ofNanos(System.nanoTime() - begun);

      assertThat(round).isLessThan(Duration.ofSeconds(2));
      assertThat(all).isLessThan(Duration.ofMillis(5_500));
      assertThat(exporter.dropped()).isEqualTo(7);
      metadata.setSoTimeout(1);
      metadata.accept().close();
    }
  }

  private ServerSocket metadataService() throws IOException {
    ServerSocket metadata = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    properties.set("aws.ec2MetadataServiceEndpoint", "http://127.0.0.1:" + metadata.getLocalPort());
    return metadata;
  }

  private static void nobodyCame(ServerSocket server) {
    try {
      server.accept().close();
      throw new AssertionError("somebody came");
    } catch (IOException e) {
      assertThat(e).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private Options withoutRegion() {
    return new Options(
        "Cachier",
        Optional.empty(),
        Optional.of(endpoint.uri()),
        Duration.ofMinutes(1),
        60,
        Optional.empty());
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
  }
}
