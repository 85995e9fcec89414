package io.cachier.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EntryPublisherTest extends FileBackendFixture {
  @Test
  void entries_endlessDemand_listsEachOnceAndCompletes() throws Exception {
    Set<EntryKey> keys = storeMany(700);
    Subscriber subscriber = new Subscriber();
    backend.entries("f").subscribe(subscriber);
    subscriber.request(Long.MAX_VALUE);
    subscriber.request(Long.MAX_VALUE);
    subscriber.end.get(30, TimeUnit.SECONDS);
    List<EntryInfo> infos = List.copyOf(subscriber.items);
    assertThat(infos).hasSize(700);
    assertThat(infos).extracting(EntryInfo::key).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void entries_oneEntry_tellsAgeSizeAndClaim() throws Exception {
    store(backend, KEY, new byte[321]);
    granted(backend, KEY);
    clock.move(Duration.ofSeconds(7));
    Subscriber subscriber = new Subscriber();
    backend.entries("f").subscribe(subscriber);
    subscriber.request(1);
    subscriber.end.get(30, TimeUnit.SECONDS);
    assertThat(subscriber.items)
        .containsExactly(new EntryInfo(KEY, Duration.ofSeconds(7), 321, true));
  }

  @Test
  void entries_limitedDemand_neverGivesMoreThanAsked() throws Exception {
    storeMany(10);
    Subscriber subscriber = new Subscriber();
    backend.entries("f").subscribe(subscriber);
    subscriber.request(3);
    subscriber.take(3);
    // The worker is one thread: work given to it now ends after whatever it did for the first.
    join(backend.usage("f"));
    assertThat(subscriber.items).isEmpty();
    subscriber.request(2);
    subscriber.request(2);
    subscriber.take(4);
    assertThat(subscriber.end).isNotDone();
    subscriber.request(3);
    subscriber.end.get(30, TimeUnit.SECONDS);
    assertThat(subscriber.items).hasSize(3);
  }

  @Test
  void entries_cancelled_givesNoMore() throws Exception {
    storeMany(10);
    Subscriber subscriber = new Subscriber();
    backend.entries("f").subscribe(subscriber);
    subscriber.request(1);
    subscriber.take(1);
    subscriber.cancel();
    subscriber.request(5);
    join(backend.usage("f"));
    assertThat(subscriber.items).isEmpty();
    assertThat(subscriber.end).isNotDone();
  }

  @Test
  void entries_badDemand_isAnError() {
    storeMany(1);
    Subscriber subscriber = new Subscriber();
    backend.entries("f").subscribe(subscriber);
    subscriber.request(0);
    assertThat(subscriber.failure()).isInstanceOf(IllegalArgumentException.class);
    assertThat(subscriber.items).isEmpty();
  }

  @Test
  void entries_subscribedTwice_walksTwice() throws Exception {
    storeMany(5);
    Flow.Publisher<EntryInfo> publisher = backend.entries("f");
    for (int i = 0; i < 2; i++) {
      Subscriber subscriber = new Subscriber();
      publisher.subscribe(subscriber);
      subscriber.request(5);
      subscriber.end.get(30, TimeUnit.SECONDS);
      assertThat(subscriber.items).hasSize(5);
    }
  }

  @Test
  void entries_goneDamagedEndedOrForeign_areLeftOut() throws Exception {
    Set<EntryKey> keys = storeMany(3);
    EntryKey damaged = keys.iterator().next();
    Files.writeString(entryFile(damaged), "noise");
    EntryKey ended = Keys.of("f", 77);
    join(backend.store(ended, new byte[1], 0, Optional.of(Duration.ofSeconds(1))));
    clock.move(Duration.ofSeconds(1));
    for (String foreign :
        List.of("note.txt", "x".repeat(62) + ".entry", "A".repeat(62) + ".entry")) {
      Files.createFile(entryFile(damaged).resolveSibling(foreign));
    }
    Subscriber subscriber = new Subscriber();
    backend.entries("f").subscribe(subscriber);
    subscriber.request(100);
    subscriber.end.get(30, TimeUnit.SECONDS);
    assertThat(subscriber.items).hasSize(2);
    assertThat(join(backend.remove(damaged))).isTrue();
  }

  @Test
  void entries_afterClose_isAnError() {
    storeMany(1);
    Subscriber subscriber = new Subscriber();
    backend.entries("f").subscribe(subscriber);
    backend.close();
    subscriber.request(1);
    assertThat(subscriber.failure()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void entries_readFails_isAnError() {
    storeMany(1);
    Subscriber subscriber = new Subscriber();
    new EntryPublisher(
            () -> new FileWalk(new FileLayout(root), "f"),
            key -> {
              throw new IOException("no disk");
            },
            Runnable::run)
        .subscribe(subscriber);
    subscriber.request(1);
    assertThat(subscriber.failure()).isInstanceOf(IOException.class);
  }

  private Set<EntryKey> storeMany(int count) {
    Set<EntryKey> keys = new HashSet<>();
    IntStream.range(0, count).mapToObj(i -> Keys.of("f", i)).forEach(keys::add);
    keys.forEach(key -> store(backend, key, bytes("v")));
    return keys;
  }

  private static final class Subscriber implements Flow.Subscriber<EntryInfo> {
    private final BlockingQueue<EntryInfo> items = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(EntryInfo item) {
      items.add(item);
    }

    @Override
    public void onError(Throwable failure) {
      end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      end.complete(null);
    }

    void request(long n) {
      Objects.requireNonNull(subscription).request(n);
    }

    void cancel() {
      Objects.requireNonNull(subscription).cancel();
    }

    void take(int count) throws InterruptedException {
      for (int i = 0; i < count; i++) {
        assertThat(items.poll(30, TimeUnit.SECONDS)).isNotNull();
      }
    }

    Throwable failure() {
      return end.handle((done, failure) -> failure).orTimeout(30, TimeUnit.SECONDS).join();
    }
  }
}
