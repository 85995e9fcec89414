package io.cachier.backend.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cachier.spi.EntryKey;
import io.cachier.spi.Gauge;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The subscriber's side: one completion for whatever comes, and nothing left behind. */
class SubscriptionsTest {
  private static final int OPERATIONS = 100_000;
  private static final int AT_ONCE = 16;

  private final Subscriptions open = new Subscriptions();
  private final AtomicInteger requested = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();

  private final Subscription subscription =
      new Subscription() {
        @Override
        public void request(long n) {
          requested.addAndGet((int) n);
        }

        @Override
        public void cancel() {
          cancelled.incrementAndGet();
        }
      };

  /** Says what a test says. */
  private static final class Script implements Publisher<String> {
    private Subscriber<? super String> subscriber;

    @Override
    public void subscribe(Subscriber<? super String> given) {
      subscriber = given;
    }
  }

  private Subscriber<? super String> subscribed(AtomicReference<CompletableFuture<String>> answer) {
    Script script = new Script();
    answer.set(Answer.first(script, open));
    script.subscriber.onSubscribe(subscription);
    assertThat(open.count()).isEqualTo(1);
    return script.subscriber;
  }

  @Test
  void first_valueThenAnythingElse_isCompletedOnceAndAsksForOne() {
    AtomicReference<CompletableFuture<String>> answer = new AtomicReference<>();
    Subscriber<? super String> publisher = subscribed(answer);
    assertThat(requested).hasValue(1);
    publisher.onNext("one");
    publisher.onNext("two");
    publisher.onError(new IllegalStateException("late"));
    publisher.onComplete();
    assertThat(answer.get()).isCompletedWithValue("one");
    assertThat(cancelled).hasValue(1);
    assertThat(open.count()).isZero();
  }

  @Test
  void first_endWithoutAValue_isNull() {
    AtomicReference<CompletableFuture<String>> answer = new AtomicReference<>();
    subscribed(answer).onComplete();
    assertThat(answer.get()).isCompletedWithValue(null);
    assertThat(open.count()).isZero();
  }

  @Test
  void first_failure_isTheFailure() {
    AtomicReference<CompletableFuture<String>> answer = new AtomicReference<>();
    subscribed(answer).onError(new IllegalStateException("down"));
    assertThatThrownBy(() -> answer.get().join()).hasRootCauseMessage("down");
    assertThat(open.count()).isZero();
  }

  @Test
  void first_cancelled_cancelsTheSubscriptionOnce() {
    AtomicReference<CompletableFuture<String>> answer = new AtomicReference<>();
    Subscriber<? super String> publisher = subscribed(answer);
    answer.get().cancel(true);
    answer.get().cancel(true);
    publisher.onNext("late");
    assertThat(cancelled).hasValue(1);
    assertThat(open.count()).isZero();
  }

  @Test
  void first_secondSubscription_isRefused() {
    AtomicReference<CompletableFuture<String>> answer = new AtomicReference<>();
    subscribed(answer).onSubscribe(subscription);
    assertThat(cancelled).hasValue(1);
    assertThat(open.count()).isEqualTo(1);
  }

  @Test
  void first_publisherThrows_isTheFailure() {
    CompletableFuture<String> answer =
        Answer.first(
            subscriber -> {
              throw new IllegalStateException("closed");
            },
            open);
    assertThatThrownBy(answer::join).hasRootCauseMessage("closed");
  }

  @Test
  void all_moreThanWanted_takesWhatIsWantedAndCancels() {
    Script script = new Script();
    CompletableFuture<List<String>> answer = Answer.all(script, 2, open);
    Subscriber<? super String> subscriber = script.subscriber;
    subscriber.onSubscribe(subscription);
    assertThat(requested).hasValue(2);
    subscriber.onNext("one");
    assertThat(answer).isNotDone();
    subscriber.onNext("two");
    subscriber.onNext("three");
    assertThat(answer).isCompletedWithValue(List.of("one", "two"));
    assertThat(cancelled).hasValue(1);
    assertThat(open.count()).isZero();
  }

  @Test
  void lookup_hundredThousandTimes_leavesNoSubscriptionAndNoConnectionBehind()
      throws InterruptedException {
    try (LocalServer server = LocalServer.plain();
        MongoBackend backend = TestSettings.open(server)) {
      EntryKey stored = Stages.key("f", 1);
      EntryKey absent = Stages.key("f", 2);
      Stages.put(backend, stored, new byte[20]);
      Semaphore free = new Semaphore(AT_ONCE);
      AtomicInteger found = new AtomicInteger();
      AtomicInteger notFound = new AtomicInteger();
      for (int i = 0; i < OPERATIONS; i++) {
        free.acquire();
        Afterwards.run(
            backend.lookup(i % 2 == 0 ? stored : absent),
            (lookup, failure) -> {
              if (lookup != null) {
                (lookup.stored() == null ? notFound : found).incrementAndGet();
              }
              free.release();
            });
      }
      free.acquire(AT_ONCE);
      assertThat(found).hasValue(OPERATIONS / 2);
      assertThat(notFound).hasValue(OPERATIONS / 2);
      await().until(() -> backend.openSubscriptions() == 0);
      await()
          .until(
              () ->
                  backend.gauges().stream()
                      .filter(gauge -> gauge.name().matches("pool_(checked_out.*|wait_queue)"))
                      .allMatch(gauge -> gauge.value() == 0));
      assertThat(backend.gauges().stream().map(Gauge::name))
          .contains("pool_connections", "commands_failed", "operations_in_flight");
    }
  }
}
