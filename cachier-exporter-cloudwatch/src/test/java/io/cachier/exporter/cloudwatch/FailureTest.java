package io.cachier.exporter.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.exporter.cloudwatch.CloudWatchEndpoint.Answer;
import io.cachier.metrics.ProcessSnapshot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failure by failure, as scripted: what arrives, how often, and what is counted and told. */
class FailureTest extends ExporterFixture {
  private static final String CALLS = "Calls[Function=f, Backend=memory, Outcome=hit]";

  /** Twice within one request of ours: the SDK repeats it after a pause, and the third succeeds. */
  @ParameterizedTest
  @EnumSource(
      value = Answer.class,
      names = {"THROTTLED", "UNAVAILABLE", "BROKEN"})
  void notTaken_twice_isRepeatedByTheSdkAndArrivesOnce(Answer answer) {
    started("f");
    endpoint.script(answer, answer);

    exporter.exportMetrics("f", Figures.hits(5));
    round(3);

    await(() -> sum(CALLS) == 5);
    exporter.stop();
    assertThat(sum(CALLS)).isEqualTo(5);
    assertThat(endpoint.refused()).hasSize(2);
    assertThat(exporter.errors()).isZero();
    assertThat(log.warnings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Answer.class,
      names = {"THROTTLED", "UNAVAILABLE", "BROKEN"})
  void notTaken_longerThanTheSdkRepeats_isKeptAndArrivesOnceInTheNextRound(Answer answer) {
    started("f");
    endpoint.script(answer, answer, answer);
    exporter.exportMetrics("f", Figures.hits(5));
    round(3);
    await(() -> exporter.errors() == 1);
    assertThat(endpoint.taken()).isEmpty();

    clock.advance(Duration.ofMinutes(1));
    exporter.exportMetrics("f", Figures.hits(3));
    round(2);

    await(() -> sum(CALLS) == 8);
    exporter.stop();
    assertThat(sum(CALLS)).isEqualTo(8);
    // What was kept has its own time still.
    assertThat(endpoint.takenData("Calls")).extracting(SentDatum::value).contains(List.of(5.0));
    assertThat(endpoint.takenData("Calls").stream().map(SentDatum::timestamp).distinct().toList())
        .hasSize(2);
    assertThat(exporter.dropped()).isZero();
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("did not take 7 data (HTTP ", "kept and sent again");
  }

  @Test
  void notTaken_longerThan15Minutes_isDroppedAndCounted() {
    started("f");
    endpoint.otherwise(Answer.UNAVAILABLE);
    exporter.exportMetrics("f", Figures.hits(5));
    round(3);
    await(() -> exporter.errors() == 1);
    int kept = endpoint.refused().get(0).data().size();

    clock.advance(Duration.ofMinutes(15).plusSeconds(1));
    endpoint.otherwise(Answer.TAKEN);
    exporter.exportMetrics("f", Figures.hits(3));
    round(1);
    exporter.stop();

    assertThat(sum(CALLS)).isEqualTo(3);
    assertThat(exporter.dropped()).isEqualTo(kept);
  }

  @Test
  void notTaken_firstOfMany_leavesTheRestForTheNextRound() {
    String[] functions = IntStream.range(0, 200).mapToObj(i -> "f" + i).toArray(String[]::new);
    started(functions);
    endpoint.otherwise(Answer.BROKEN);

    for (String function : functions) {
      exporter.exportMetrics(function, Figures.all(Figures.histogram(-60, 3, 1)));
    }
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    await(() -> exporter.errors() == Delivery.CONCURRENT);

    // 19 requests were due: four were tried, three times each.
    assertThat(endpoint.refused()).hasSize(3 * Delivery.CONCURRENT);
    endpoint.otherwise(Answer.TAKEN);
    exporter.stop();
    assertThat(endpoint.takenData("Calls")).hasSize(200 * 6);
    assertThat(exporter.dropped()).isZero();
  }

  @Test
  void unreachable_endpoint_isKeptAndArrivesOnceItIsThere() throws Exception {
    // The SDK's first request of a process loads thousands of classes while its attempt is timed.
    started("warm");
    exporter.exportMetrics("warm", Figures.hits(1));
    round0();
    await(() -> !endpoint.taken().isEmpty());
    exporter.stop();

    int port;
    // Bound and not listening: it refuses whoever connects, and nobody else gets the port
    // meanwhile.
    try (Socket refusing = new Socket()) {
      refusing.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      port = refusing.getLocalPort();
      exporter = exporter(to(URI.create("http://127.0.0.1:" + port)));
      register("f");
      exporter.start();
      exporter.exportMetrics("f", Figures.hits(5));
      exporter.exportProcess(ProcessSnapshot.EMPTY);
      await(() -> exporter.errors() == 1);
    }
    await(() -> !log.warnings().isEmpty());
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("ConnectException", "kept and sent again");

    try (CloudWatchEndpoint late = new CloudWatchEndpoint(port)) {
      round0();
      await(() -> !late.taken().isEmpty());
      exporter.stop();
      assertThat(late.takenData("Calls")).extracting(SentDatum::sum).containsExactly(5.0);
      assertThat(late.faults()).isEmpty();
    }
    assertThat(exporter.dropped()).isZero();
  }

  /** The request may have arrived. It is sent once more, in the next round and not at once. */
  @Test
  void unanswered_once_isSentOnceMore() {
    started("f");
    endpoint.script(Answer.RESET);
    exporter.exportMetrics("f", Figures.hits(5));
    round(1);
    await(() -> exporter.errors() == 1);
    assertThat(endpoint.refused()).hasSize(1);
    assertThat(endpoint.taken()).isEmpty();

    exporter.exportMetrics("f", Figures.hits(3));
    round(2);
    await(() -> sum(CALLS) == 8);
    exporter.stop();

    assertThat(sum(CALLS)).isEqualTo(8);
    assertThat(exporter.dropped()).isZero();
    assertThat(log.warnings()).singleElement().asString().contains("it may have arrived");
  }

  @Test
  void unanswered_twice_isDropped() {
    started("f");
    endpoint.script(Answer.RESET, Answer.RESET, Answer.RESET);
    exporter.exportMetrics("f", Figures.hits(5));
    round(1);
    await(() -> exporter.errors() == 1);
    int data = endpoint.refused().get(0).data().size();
    // The next round's own data may go out beside them: what is lost is lost whoever comes first.
    round0();
    await(() -> exporter.dropped() > 0);
    endpoint.answerAll();
    assertThat(exporter.dropped()).isEqualTo(data);

    round(1);
    exporter.stop();
    assertThat(sum(CALLS)).isZero();
    assertThat(endpoint.takenData("BuildInfo")).isNotEmpty();
    assertThat(exporter.dropped()).isEqualTo(data);
  }

  @Test
  void reset_ofTheConnectionItself_isUnanswered() throws Exception {
    try (ResettingServer server = new ResettingServer()) {
      exporter = exporter(to(server.uri()));
      register("f");
      exporter.start();
      exporter.exportMetrics("f", Figures.hits(5));
      exporter.exportProcess(ProcessSnapshot.EMPTY);
      await(() -> exporter.errors() == 1);
      assertThat(log.warnings()).singleElement().asString().contains("was not answered");
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void hanging_endpoint_isWaitedForBrieflyAndNotForEver() {
    started("f");
    endpoint.script(Answer.HANG);
    exporter.exportMetrics("f", Figures.hits(5));
    long begun = System.nanoTime();
    exporter.exportProcess(ProcessSnapshot.EMPTY);
    long waited = System.nanoTime() - begun;
    await(() -> exporter.errors() == 1);
    long failed = System.nanoTime() - begun;

    assertThat(Duration.ofNanos(waited)).isLessThan(Duration.ofSeconds(2));
    assertThat(Duration.ofNanos(failed)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(9));
    round(2);
    await(() -> sum(CALLS) == 5);
    exporter.stop();
    assertThat(sum(CALLS)).isEqualTo(5);
  }

  @Test
  void invalid_data_areDroppedAndNotSentAgain() {
    started("f");
    endpoint.script(Answer.INVALID);
    exporter.exportMetrics("f", Figures.hits(5));
    round(1);
    await(() -> exporter.dropped() > 0);

    assertThat(exporter.errors()).isOne();
    assertThat(exporter.dropped()).isEqualTo(endpoint.refused().get(0).data().size());
    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains(
            "HTTP 400, InvalidParameterValue, " + CloudWatchEndpoint.INVALID_MESSAGE, "dropped");
    exporter.exportMetrics("f", Figures.hits(3));
    round(1);
    exporter.stop();
    assertThat(sum(CALLS)).isEqualTo(3);
    assertThat(endpoint.refused()).hasSize(1);
  }

  @Test
  void invalid_oneOfManyRequests_leavesTheOthers() {
    String[] functions = IntStream.range(0, 100).mapToObj(i -> "f" + i).toArray(String[]::new);
    started(functions);
    endpoint.script(Answer.INVALID);
    for (String function : functions) {
      exporter.exportMetrics(function, Figures.all(Figures.histogram(-60, 3, 1)));
    }
    exporter.stop();

    int dropped = endpoint.refused().get(0).data().size();
    assertThat(dropped).isEqualTo(1_000);
    assertThat(exporter.dropped()).isEqualTo(dropped);
    assertThat(endpoint.takenData().size() % 100).isZero();
    assertThat(endpoint.takenData()).hasSizeGreaterThan(7_000);
  }

  @Test
  void denied_credentials_areToldOnceAndTriedEverLessOften() {
    started("f");
    endpoint.otherwise(Answer.DENIED);
    exporter.exportMetrics("f", Figures.hits(5));
    round(1);
    await(() -> exporter.errors() == 1);

    List<Integer> attempts = List.of(1, 3, 7);
    for (int minute = 1; minute <= 7; minute++) {
      long errors = exporter.errors();
      clock.advance(Duration.ofMinutes(1));
      round0();
      if (attempts.contains(minute)) {
        await(() -> exporter.errors() > errors);
        await(() -> exporter.errors() == endpoint.refused().size());
      } else {
        assertThat(exporter.errors()).as("after %d minutes", minute).isEqualTo(errors);
      }
    }

    assertThat(log.warnings())
        .singleElement()
        .asString()
        .contains("HTTP 403, AccessDenied", "cloudwatch:PutMetricData")
        .doesNotContain("secret");
    endpoint.otherwise(Answer.TAKEN);
    clock.advance(Duration.ofMinutes(8));
    round0();
    await(() -> sum(CALLS) == 5);
    exporter.stop();
    assertThat(log.infos()).containsExactly("CloudWatch exporter: figures arrive");
    assertThat(exporter.dropped()).isZero();
  }

  /**
   * Some network's log-in page, with status 200: the SDK takes that for an answer, and so do we.
   */
  @Test
  void answerOfSomebodyElse_withStatus200_countsAsArrived() {
    started("f");
    endpoint.otherwise(Answer.NOT_CLOUDWATCH);
    exporter.exportMetrics("f", Figures.hits(5));
    round(1);
    exporter.stop();

    assertThat(endpoint.taken()).hasSize(1);
  }

  private Options to(URI uri) {
    return new Options(
        "Cachier",
        Optional.of("eu-central-1"),
        Optional.of(uri),
        Duration.ofMinutes(1),
        60,
        Optional.empty());
  }

  private void round0() {
    exporter.exportProcess(ProcessSnapshot.EMPTY);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(30, TimeUnit.SECONDS).until(condition);
  }
}
