package io.cachier.core;

import static io.cachier.core.Decision.AWAIT_OTHER;
import static io.cachier.core.Decision.COMPUTE;
import static io.cachier.core.Decision.FAIL;
import static io.cachier.core.Decision.HIT;
import static io.cachier.core.Decision.SERVE_STALE;
import static io.cachier.core.Freshness.NEVER;
import static io.cachier.core.Freshness.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachePolicy;
import io.cachier.MetricsPolicy;
import io.cachier.WaitPolicy;
import io.cachier.spi.CacheEntry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FreshnessTest {
  private static final long WRITTEN = 1_000;

  /** Shelf life 100, ceiling 150 in all; -1 stands for none. */
  @ParameterizedTest
  @CsvSource({
    // age, ceiling, maxAge, peer, decision
    "0, -1, -1, NONE, HIT",
    "100, -1, -1, NONE, HIT",
    "101, -1, -1, NONE, COMPUTE",
    "101, 150, -1, NONE, SERVE_STALE",
    "150, 150, -1, NONE, SERVE_STALE",
    "151, 150, -1, NONE, COMPUTE",
    "150, 150, -1, COMPUTING, SERVE_STALE",
    "151, 150, -1, COMPUTING, AWAIT_OTHER",
    "101, -1, -1, COMPUTING, AWAIT_OTHER",
    "100, -1, -1, COMPUTING, HIT",
    "50, -1, 50, NONE, HIT",
    "51, -1, 50, NONE, COMPUTE",
    "100, -1, 500, NONE, HIT",
    "101, -1, 500, NONE, COMPUTE",
    "101, 150, 500, NONE, COMPUTE",
    "101, 150, 500, COMPUTING, AWAIT_OTHER",
    "0, -1, 0, NONE, HIT",
    "1, -1, 0, NONE, COMPUTE",
    "1, -1, 0, COMPUTING, AWAIT_OTHER",
    "0, -1, -2, NONE, COMPUTE",
    "0, 150, -2, NONE, COMPUTE",
    "0, -1, -2, COMPUTING, COMPUTE",
  })
  void decide_entryOfSomeAge_followsShelfLifeCeilingAndCallLimit(
      long age, long ceiling, long maxAge, Peer peer, Decision expected) {
    Freshness freshness = new Freshness(100, ceiling, WaitPolicy.COMPUTE);
    long limit = maxAge == -1 ? UNLIMITED : maxAge;

    assertThat(freshness.decide(entry(), WRITTEN + age, limit, peer)).isEqualTo(expected);
  }

  @Test
  void decide_noShelfLife_isHitAtAnyTime() {
    Freshness freshness = new Freshness(UNLIMITED, NEVER, WaitPolicy.COMPUTE);

    assertThat(freshness.decide(entry(), Long.MAX_VALUE, UNLIMITED, Peer.NONE)).isEqualTo(HIT);
    assertThat(freshness.decide(entry(), 0, UNLIMITED, Peer.NONE)).isEqualTo(HIT);
    assertThat(freshness.hasShelfLife()).isFalse();
  }

  @Test
  void decide_entryWrittenAfterTheCallBegan_isAsFreshAsCanBe() {
    Freshness freshness = new Freshness(100, NEVER, WaitPolicy.COMPUTE);

    assertThat(freshness.decide(entry(), WRITTEN - 50, UNLIMITED, Peer.NONE)).isEqualTo(HIT);
    assertThat(freshness.decide(entry(), WRITTEN - 50, -1, Peer.NONE)).isEqualTo(COMPUTE);
  }

  @Test
  void decide_clockWrapsAround_countsTheDifference() {
    Freshness freshness = new Freshness(100, NEVER, WaitPolicy.COMPUTE);
    CacheEntry beforeWrap = new CacheEntry("v", Long.MAX_VALUE - 10, 0, -1);

    assertThat(freshness.decide(beforeWrap, Long.MIN_VALUE + 10, UNLIMITED, Peer.NONE))
        .isEqualTo(HIT);
    assertThat(freshness.decide(beforeWrap, Long.MIN_VALUE + 100, UNLIMITED, Peer.NONE))
        .isEqualTo(COMPUTE);
  }

  @ParameterizedTest
  @EnumSource(WaitPolicy.class)
  void decide_nothingStored_computesOrWaits(WaitPolicy policy) {
    Freshness freshness = new Freshness(100, NEVER, policy);
    Decision overdue = policy == WaitPolicy.FAIL ? FAIL : COMPUTE;

    assertThat(freshness.decide(null, 0, UNLIMITED, Peer.NONE)).isEqualTo(COMPUTE);
    assertThat(freshness.decide(null, 0, UNLIMITED, Peer.COMPUTING)).isEqualTo(AWAIT_OTHER);
    assertThat(freshness.decide(null, 0, UNLIMITED, Peer.OVERDUE)).isEqualTo(overdue);
  }

  @Test
  void decide_overdueWithPolicyStale_servesStaleUnlessCeilingOrCallForbidsIt() {
    Freshness open = new Freshness(100, NEVER, WaitPolicy.STALE);
    Freshness capped = new Freshness(100, 150, WaitPolicy.STALE);

    assertThat(open.decide(entry(), WRITTEN + 900, UNLIMITED, Peer.OVERDUE)).isEqualTo(SERVE_STALE);
    assertThat(open.decide(entry(), WRITTEN + 900, 50, Peer.OVERDUE)).isEqualTo(COMPUTE);
    assertThat(open.decide(entry(), WRITTEN + 900, UNLIMITED, Peer.NONE)).isEqualTo(COMPUTE);
    assertThat(capped.decide(entry(), WRITTEN + 151, UNLIMITED, Peer.OVERDUE)).isEqualTo(COMPUTE);
  }

  @Test
  void of_policy_addsTheCeilingToTheShelfLife() {
    Freshness freshness = Freshness.of(policy(Duration.ofSeconds(10), Duration.ofSeconds(5)));

    assertThat(freshness.staleAfterNanos()).isEqualTo(10_000_000_000L);
    assertThat(freshness.ceilingNanos()).isEqualTo(15_000_000_000L);
    assertThat(freshness.hasShelfLife()).isTrue();
  }

  @Test
  void of_policyWithoutCeiling_neverServesStale() {
    assertThat(Freshness.of(policy(Duration.ofSeconds(10), null)).ceilingNanos()).isEqualTo(NEVER);
  }

  @Test
  void of_longestCeiling_doesNotOverflow() {
    Duration longest = Duration.ofDays(36_500);

    assertThat(Freshness.of(policy(longest, longest)).ceilingNanos())
        .isEqualTo(2 * longest.toNanos());
    assertThat(new Freshness(UNLIMITED - 5, NEVER, WaitPolicy.COMPUTE).hasShelfLife()).isTrue();
  }

  private static CachePolicy policy(Duration staleAfter, Duration ceiling) {
    return new CachePolicy(
        Optional.of(staleAfter),
        Optional.ofNullable(ceiling),
        Duration.ZERO,
        WaitPolicy.COMPUTE,
        false,
        OptionalLong.empty(),
        "",
        MetricsPolicy.off());
  }

  private static CacheEntry entry() {
    return new CacheEntry("value", WRITTEN, 0, -1);
  }
}
