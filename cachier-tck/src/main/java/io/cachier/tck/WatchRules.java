package io.cachier.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cachier.spi.ChangeListener;
import io.cachier.spi.ChangeWatch;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** B75 to B82. Skipped where the backend says that it tells no changes. */
abstract class WatchRules extends RemoteRules {
  private static final int ROUNDS = 20;

  private final List<ChangeWatch> watches = new CopyOnWriteArrayList<>();

  WatchRules(RemoteBackendContract contract) {
    super(contract);
  }

  @AfterEach
  final void closeWatches() {
    watches.forEach(ChangeWatch::close);
  }

  /** What was told, in order. */
  private class Heard implements ChangeListener {
    static final String CONNECTED = "connected";
    static final String CLEARED = "cleared";
    static final String LOST = "lost";

    /** Texts, and the keys that changed. */
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    @Override
    public void connected() {
      told.add(CONNECTED);
    }

    @Override
    public void changed(EntryKey key) {
      told.add(key);
    }

    @Override
    public void cleared() {
      told.add(CLEARED);
    }

    @Override
    public void lost() {
      told.add(LOST);
    }

    @Override
    public void unsupported(String reason) {
      told.add(new Unsupported(reason));
    }

    final @Nullable Object next(Predicate<Object> wanted) {
      return WatchRules.this.next(told, wanted);
    }

    /** Of the key, or of all. */
    final boolean isTold(EntryKey key) {
      return next(said -> said.equals(key) || said.equals(CLEARED)) != null;
    }

    final void assertTold(EntryKey key) {
      assertThat(isTold(key)).as("whether a change was told").isTrue();
    }
  }

  private record Unsupported(String reason) {}

  /** The next of these, what comes before it is passed over; null: none came in time. */
  private <T> @Nullable T next(BlockingQueue<T> queue, Predicate<? super T> wanted) {
    long deadline = System.nanoTime() + contract().patience().toNanos();
    try {
      while (true) {
        T next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null || wanted.test(next)) {
          return next;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private void begin(RemoteBackend client, String function, Heard heard) {
    Optional<ChangeWatch> watch = client.watch(function, heard);
    if (watch.isEmpty()) {
      throw new TestAbortedException("this backend tells no changes");
    }
    watches.add(watch.get());
  }

  private Heard watching(RemoteBackend client, String function) {
    Heard heard = new Heard();
    connect(client, function, heard);
    return heard;
  }

  private void connect(RemoteBackend client, String function, Heard heard) {
    begin(client, function, heard);
    Object said = heard.next(s -> s.equals(Heard.CONNECTED) || s instanceof Unsupported);
    if (!Heard.CONNECTED.equals(said)) {
      throw new TestAbortedException("no watch was connected, but " + said + ": see B75");
    }
  }

  /** By both clients, of this test's own function. */
  private List<Heard> watching() {
    return List.of(watching(client(), function()), watching(other(), function()));
  }

  private static String text(RemoteBackend client, EntryKey key) {
    Lookup.Stored stored = get(client.lookup(key)).stored();
    return stored == null ? "" : new String(stored.payload(), UTF_8);
  }

  private void assumeGone(EntryKey key, String rule) {
    assumeThat(get(client().lookup(key)).stored()).as("it was removed: see " + rule).isNull();
  }

  @Test
  @Rule("B75")
  void watch_begun_tellsHowItIs() {
    Heard heard = new Heard();
    begin(client(), function(), heard);
    assertThat(heard.next(s -> s.equals(Heard.CONNECTED) || s instanceof Unsupported)).isNotNull();
  }

  @Test
  @Rule("B76")
  void watch_stored_isTold() {
    assumeClaimsStore();
    List<Heard> all = watching();
    EntryKey claimed = key();
    store(client(), claimed, "payload", grant(claimed).token());
    assumeThat(get(client().lookup(claimed)).stored()).as("it was stored: see B22").isNotNull();
    EntryKey unfenced = key();
    put(unfenced, "payload");
    EntryKey another = key();
    store(other(), another, "payload", RemoteBackend.UNFENCED);
    for (Heard heard : all) {
      List.of(claimed, unfenced, another).forEach(heard::assertTold);
    }
  }

  @Test
  @Rule("B77")
  void watch_removed_isTold() {
    EntryKey key = key();
    put(key, "payload");
    List<Heard> all = watching();
    get(client().remove(key));
    assumeGone(key, "B52");
    all.forEach(heard -> heard.assertTold(key));
  }

  @Test
  @Rule("B78")
  void watch_cleared_isTold() {
    EntryKey key = key();
    put(key, "payload");
    List<Heard> all = watching();
    get(other().clear(function()));
    assumeGone(key, "B55");
    all.forEach(heard -> heard.assertTold(key));
  }

  @Test
  @Rule("B79")
  void watch_removedForItsAge_isTold() {
    EntryKey key = key();
    put(key, "payload");
    List<Heard> all = watching();
    Duration age = Duration.ofMillis(200);
    elapse(age.plus(TOLERANCE));
    get(client().removeOlderThan(function(), age));
    assumeGone(key, "B59");
    all.forEach(heard -> heard.assertTold(key));
  }

  /** Else a value that was read after the change was told could be the one before it. */
  @Test
  @Rule("B80")
  void watch_told_canBeLookedUp() {
    EntryKey key = key();
    RemoteBackend reader = other();
    BlockingQueue<CompletionStage<Lookup>> lookups = new LinkedBlockingQueue<>();
    Heard heard =
        new Heard() {
          @Override
          public void changed(EntryKey changed) {
            lookups.add(reader.lookup(changed));
          }
        };
    connect(reader, function(), heard);
    for (int round = 0; round < ROUNDS; round++) {
      String payload = "payload " + round;
      put(key, payload);
      boolean found = found(lookups, payload);
      assumeThat(found || text(reader, key).equals(payload)).as("it is found: see B7").isTrue();
      assertThat(found).as("whether %s was found when told", payload).isTrue();
    }
  }

  /** A backend may tell twice, and early the first time. */
  private boolean found(BlockingQueue<CompletionStage<Lookup>> lookups, String payload) {
    boolean told = false;
    while (true) {
      CompletionStage<Lookup> lookup = next(lookups, any -> true);
      if (lookup == null) {
        assumeThat(told).as("it is told: see B76").isTrue();
        return false;
      }
      told = true;
      Lookup.Stored stored = get(lookup).stored();
      if (stored != null && new String(stored.payload(), UTF_8).equals(payload)) {
        return true;
      }
    }
  }

  @Test
  @Rule("B81")
  void watch_anotherFunction_isNotTold() {
    Heard heard = watching(client(), function());
    String others = function() + ".other";
    EntryKey other = key(others);
    put(other, "payload");
    get(client().clear(others));
    EntryKey own = key();
    put(own, "payload");
    assertThat(heard.next(said -> said instanceof EntryKey || said.equals(Heard.CLEARED)))
        .as("the first change that was told")
        .isIn(own, null);
  }

  @Test
  @Rule("B82")
  void watch_closed_isToldNothingMore() {
    Heard closed = watching(client(), function());
    List<Heard> stay = watching();
    watches.get(0).close();
    watches.get(0).close();
    EntryKey meanwhile = key();
    EntryKey after = key();
    EntryKey last = key();
    for (EntryKey key : List.of(meanwhile, after, last)) {
      put(key, "payload");
      stay.forEach(heard -> assumeThat(heard.isTold(key)).as("it is told: see B76").isTrue());
    }
    assertThat(closed.told).doesNotContain(after);
  }
}
