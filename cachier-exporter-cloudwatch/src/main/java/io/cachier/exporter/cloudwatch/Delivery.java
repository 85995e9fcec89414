package io.cachier.exporter.cloudwatch;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;

/**
 * Sends what is in the backlog, a few requests at a time, and decides what becomes of those that
 * fail. Used by one thread, but for {@link #isInTrouble} and {@link #waitsForAPerson}.
 */
final class Delivery {
  /** Requests that are under way at once. */
  static final int CONCURRENT = 4;

  /** The longest wait for one answer. */
  static final Duration ATTEMPT = Duration.ofSeconds(5);

  /** The longest wait for a request with all of the SDK's repetitions. */
  static final Duration CALL = Duration.ofSeconds(15);

  private final Options options;
  private final Backlog backlog;
  private final GuardedClient client;
  private final Tally tally;
  private final Notices notices;
  private final Pause pause;

  private final IdentityHashMap<Batch, CompletableFuture<?>> underWay = new IdentityHashMap<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final AtomicInteger troubles = new AtomicInteger();
  private volatile boolean inTrouble;
  private volatile boolean waitsForAPerson;
  private volatile boolean abandoned;

  /** What became of a request; no failure: its data arrived. */
  private record Answer(Batch batch, @Nullable Throwable failure) {}

  Delivery(Options options, Clocks clocks, Backlog backlog, GuardedClient client, Tally tally) {
    this.options = options;
    this.backlog = backlog;
    this.client = client;
    this.tally = tally;
    this.notices = new Notices(clocks.ticker());
    this.pause = new Pause(clocks.ticker());
  }

  /**
   * Sends everything, until it has been answered. After a failure that others would share, what is
   * left waits for the next round.
   *
   * @throws InterruptedException if interrupted; what is under way has then been given up
   */
  void round() throws InterruptedException {
    backlog.giveUpAged();
    if (!pause.isOver()) {
      return;
    }
    try {
      client.connect();
    } catch (NotConnectedException e) {
      failed(e.trouble(), e, 0);
      return;
    }
    inTrouble = false;
    send();
    try {
      while (!underWay.isEmpty()) {
        settle(answers.take());
        send();
      }
    } catch (InterruptedException e) {
      giveUpWhatIsUnderWay();
      throw e;
    }
  }

  private void giveUpWhatIsUnderWay() {
    underWay.forEach(
        (batch, request) -> {
          request.cancel(true);
          tally.dropped(batch.data().size());
        });
    underWay.clear();
  }

  /** Whether the last round ended before its time, or does not begin yet. */
  boolean isInTrouble() {
    return inTrouble;
  }

  /** Nobody waits for it any more: what still goes wrong is not told. */
  void abandon() {
    abandoned = true;
  }

  /** How often something failed that ended a round. */
  int troubles() {
    return troubles.get();
  }

  /** Whether the last that happened was trouble that a person was told to end. */
  boolean waitsForAPerson() {
    return waitsForAPerson;
  }

  private void send() {
    while (!inTrouble && underWay.size() < CONCURRENT) {
      Optional<Batch> next = backlog.next();
      if (next.isEmpty()) {
        return;
      }
      launch(next.get());
      // Some fail at once, and then the others need not be tried.
      for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
        settle(answer);
      }
    }
  }

  private void launch(Batch batch) {
    CompletableFuture<?> request = client.send(request(batch));
    underWay.put(batch, request);
    Future<?> unused =
        request.whenComplete((response, failure) -> answers.add(new Answer(batch, failure)));
  }

  private PutMetricDataRequest request(Batch batch) {
    return PutMetricDataRequest.builder()
        .namespace(options.namespace())
        .metricData(
            batch.data().stream().map(datum -> datum.toSdk(options.storageResolution())).toList())
        .overrideConfiguration(limits -> limits.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL))
        .build();
  }

  private void settle(Answer answer) {
    Batch batch = answer.batch();
    underWay.remove(batch);
    Throwable failure = answer.failure();
    if (failure == null) {
      waitsForAPerson = false;
      pause.afterSuccess();
      notices.arrived();
      return;
    }
    Trouble trouble = Trouble.of(failure);
    // Before it is counted as an error: who sees the error sees what became of the data as well.
    if (trouble == Trouble.INVALID || (trouble == Trouble.UNANSWERED && batch.uncertain())) {
      tally.dropped(batch.data().size());
    } else {
      backlog.putBack(trouble == Trouble.UNANSWERED ? batch.madeUncertain() : batch);
    }
    failed(trouble, failure, batch.data().size());
  }

  private void failed(Trouble trouble, Throwable failure, int data) {
    tally.failed();
    if (trouble.isOfAll()) {
      inTrouble = true;
      troubles.incrementAndGet();
    }
    if (trouble.needsAPerson()) {
      waitsForAPerson = true;
      pause.afterFailure();
    }
    if (!abandoned) {
      notices.warn(trouble, Sentences.of(trouble, failure, data));
    }
  }
}
