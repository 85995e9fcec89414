package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** B61 to B66. */
abstract class ListingRules extends RemoteRules {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long a publisher gets to give what it must not give. */
  private static final Duration LULL = Duration.ofMillis(60);

  private static final Duration SOON = Duration.ofMillis(5);

  ListingRules(RemoteBackendContract contract) {
    super(contract);
  }

  @Test
  @Rule("B61")
  void entries_some_namesEachOnceWithSizeAndAge() {
    Map<EntryKey, Long> sizes = putEntries(5);
    elapse(Duration.ofMillis(200));
    Listing listing = listAll(client().entries(function()));
    assertThat(listing.given())
        .extracting(EntryInfo::key)
        .containsExactlyInAnyOrderElementsOf(sizes.keySet());
    for (EntryInfo entry : listing.given()) {
      assertThat(entry.sizeBytes()).isEqualTo(sizes.get(entry.key()));
      assertThat(entry.age()).isBetween(Duration.ofMillis(150), Duration.ofMinutes(1));
    }
  }

  @Test
  @Rule("B62")
  void entries_fewRequested_givesNoMore() {
    putEntries(20);
    Listing listing = Listing.of(client().entries(function()));
    listing.request(1);
    assertGiven(listing, 1);
    listing.request(3);
    assertGiven(listing, 4);
    assertThat(listing.hasEnded()).isFalse();
    listing.request(Long.MAX_VALUE);
    await().pollInterval(SOON).atMost(PATIENCE).until(listing::hasEnded);
    assertThat(listing.given()).hasSize(20);
  }

  @Test
  @Rule("B63")
  void entries_cancelled_givesNothingMore() {
    putEntries(20);
    Listing listing = Listing.of(client().entries(function()));
    listing.request(1);
    await().pollInterval(SOON).atMost(PATIENCE).until(() -> !listing.given().isEmpty());
    assumeThat(listing.given()).as("see B62").hasSize(1);
    listing.cancel();
    listing.request(10);
    await().pollInterval(SOON).pollDelay(LULL).until(() -> true);
    assertThat(listing.given()).hasSize(1);
    assertThat(listing.hasEnded()).isFalse();
  }

  @Test
  @Rule("B64")
  void entries_badRequest_endsWithAnError() {
    putEntries(2);
    Listing listing = Listing.of(client().entries(function())).request(0);
    assertThat(listing.awaitEnd()).get().isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Rule("B65")
  void entries_subscribedTwice_listsTwice() {
    putEntries(3);
    Flow.Publisher<EntryInfo> publisher = client().entries(function());
    assertThat(listAll(publisher).given()).hasSize(3);
    assertThat(listAll(publisher).given()).hasSize(3);
  }

  @Test
  @Rule("B65")
  void entries_none_ends() {
    assertThat(listAll(client().entries(function())).given()).isEmpty();
  }

  @Test
  @Rule("B66")
  void usage_some_isRightOrUnknown() {
    Map<EntryKey, Long> sizes = putEntries(4);
    assertUsage(4, sizes.values().stream().mapToLong(Long::longValue).sum());
    EntryKey removed = sizes.keySet().iterator().next();
    get(client().remove(removed));
    sizes.remove(removed);
    assumeThat(get(client().lookup(removed)).stored()).as("see B52").isNull();
    for (EntryKey left : sizes.keySet()) {
      assumeThat(get(client().lookup(left)).stored()).as("see B53").isNotNull();
    }
    assertUsage(3, sizes.values().stream().mapToLong(Long::longValue).sum());
  }

  private void assertUsage(long entries, long bytes) {
    Usage usage = get(client().usage(function()));
    assertThat(usage.entries()).isIn(OptionalLong.of(entries), OptionalLong.empty());
    assertThat(usage.bytes()).isIn(OptionalLong.of(bytes), OptionalLong.empty());
  }

  private Map<EntryKey, Long> putEntries(int count) {
    Map<EntryKey, Long> sizes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      EntryKey key = key();
      put(key, new byte[10 + i]);
      sizes.put(key, 10L + i);
    }
    return sizes;
  }

  private static Listing listAll(Flow.Publisher<EntryInfo> publisher) {
    Listing listing = Listing.of(publisher).request(Long.MAX_VALUE);
    assertThat(listing.awaitEnd()).isEmpty();
    return listing;
  }

  private static void assertGiven(Listing listing, int count) {
    await().pollInterval(SOON).atMost(PATIENCE).until(() -> listing.given().size() >= count);
    await().pollInterval(SOON).pollDelay(LULL).until(() -> true);
    assertThat(listing.given()).hasSize(count);
  }
}
