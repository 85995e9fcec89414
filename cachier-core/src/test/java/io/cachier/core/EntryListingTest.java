package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.BackendException;
import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is published, as a stream. */
class EntryListingTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final List<String> ends = new ArrayList<>();
  private final EntryListing.End end =
      new EntryListing.End() {
        @Override
        public void succeeded(long waitedNanos) {
          ends.add("succeeded");
        }

        @Override
        public BackendException failed(Throwable failure, long waitedNanos) {
          ends.add("failed");
          return new BackendException("list failed: " + failure.getMessage(), failure);
        }
      };

  /** Gives what is asked for at once, up to so many. */
  private static final class Source implements Flow.Publisher<EntryInfo>, Flow.Subscription {
    private final long count;
    private final AtomicLong asked = new AtomicLong();
    private long given;
    private boolean cancelled;
    private Flow.Subscriber<? super EntryInfo> subscriber;

    Source(long count) {
      this.count = count;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super EntryInfo> itsSubscriber) {
      subscriber = itsSubscriber;
      itsSubscriber.onSubscribe(this);
    }

    @Override
    public void request(long n) {
      asked.addAndGet(n);
      for (long i = 0; i < n && given < count; i++) {
        given++;
        subscriber.onNext(entry(given));
      }
      if (given == count) {
        subscriber.onComplete();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private static EntryInfo entry(long number) {
    byte[] digest = new byte[EntryKey.DIGEST_BYTES];
    return new EntryInfo(new EntryKey("f", digest), Duration.ZERO, number, false);
  }

  @Test
  void read_manyEntries_givesEachInOrderAndAsksAsItReads() {
    Source source = new Source(1_000);
    try (Stream<EntryInfo> listing = EntryListing.of(() -> source, PATIENCE, end)) {
      Iterator<EntryInfo> entries = listing.iterator();
      for (int i = 1; i <= 1_000; i++) {
        assertThat(entries.next().sizeBytes()).isEqualTo(i);
        assertThat(source.asked.get()).isLessThanOrEqualTo(i + EntryListing.AHEAD);
      }
      assertThat(entries.hasNext()).isFalse();
    }
    assertThat(ends).containsExactly("succeeded");
    assertThat(source.cancelled).isFalse();
  }

  @Test
  void close_beforeTheEnd_cancels() {
    Source source = new Source(1_000);
    try (Stream<EntryInfo> listing = EntryListing.of(() -> source, PATIENCE, end)) {
      assertThat(listing.limit(3)).hasSize(3);
    }
    assertThat(source.cancelled).isTrue();
    assertThat(source.given).isEqualTo(EntryListing.AHEAD);
    assertThat(ends).containsExactly("succeeded");
  }

  @Test
  void read_publisherFailsOrThrows_throwsToTheReaderOnce() {
    assertFails(
        () -> {
          throw new IllegalStateException("thrown");
        },
        "list failed: thrown");
    assertFails(
        () ->
            subscriber -> {
              subscriber.onNext(entry(1));
              subscriber.onError(new IllegalStateException("told"));
            },
        "list failed: told");
    assertThat(ends).containsExactly("failed", "failed");
  }

  private void assertFails(Supplier<Flow.Publisher<EntryInfo>> publisher, String message) {
    try (Stream<EntryInfo> listing = EntryListing.of(publisher, PATIENCE, end)) {
      assertThatThrownBy(listing::toList).isInstanceOf(BackendException.class).hasMessage(message);
    }
  }

  @Test
  void read_publisherSilent_givesUpAfterTheBound() {
    try (Stream<EntryInfo> listing =
        EntryListing.of(() -> subscriber -> {}, TimeUnit.MILLISECONDS.toNanos(10), end)) {
      assertThatThrownBy(listing::toList).hasMessage("list failed: no entry within 10 ms");
    }
  }

  @Test
  void read_publisherGivesMoreThanAskedFor_fails() {
    Flow.Publisher<EntryInfo> flood =
        subscriber -> {
          for (int i = 0; i < 1_000; i++) {
            subscriber.onNext(entry(i));
          }
        };
    try (Stream<EntryInfo> listing = EntryListing.of(() -> flood, PATIENCE, end)) {
      assertThatThrownBy(listing::toList).hasMessageContaining("more entries than were asked for");
    }
  }

  @Test
  void read_interrupted_goesOnAndKeepsTheFlag() {
    Flow.Publisher<EntryInfo> late =
        subscriber -> {
          Thread reader = Thread.currentThread();
          Thread writer =
              new Thread(
                  () -> {
                    reader.interrupt();
                    subscriber.onNext(entry(1));
                    subscriber.onComplete();
                  });
          writer.start();
        };
    try (Stream<EntryInfo> listing = EntryListing.of(() -> late, PATIENCE, end)) {
      assertThat(listing).hasSize(1);
    }
    assertThat(Thread.interrupted()).isTrue();
  }
}
