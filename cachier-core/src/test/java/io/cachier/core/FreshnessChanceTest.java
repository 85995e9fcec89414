package io.cachier.core;

import static io.cachier.core.Freshness.NEVER;
import static io.cachier.core.Freshness.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.WaitPolicy;
import io.cachier.spi.CacheEntry;
import io.cachier.spi.EntryKey;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C80, C83, C84: the shelf life of one entry, its early refresh, and what stands in for errors. */
class FreshnessChanceTest {
  private static final long WRITTEN = 5_000;
  private static final long SHELF = 1_000_000;

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 0.5, 0.99})
  void shelfLife_anyKeys_isShortenedByAtMostTheFractionAndSpreadEvenly(double jitter) {
    Freshness freshness = new Freshness(SHELF, NEVER, NEVER, jitter, 0, WaitPolicy.COMPUTE);

    long[] lives =
        LongStream.range(0, 20_000)
            .map(i -> freshness.shelfLifeNanos("key " + i, entry(1_000)))
            .sorted()
            .toArray();

    assertThat(lives[0]).isGreaterThanOrEqualTo((long) (SHELF * (1 - jitter)));
    assertThat(lives[lives.length - 1]).isLessThanOrEqualTo(SHELF);
    for (int quarter = 1; quarter < 4; quarter++) {
      double expected = SHELF * (1 - jitter * (4 - quarter) / 4.0);
      assertThat((double) lives[lives.length * quarter / 4])
          .isCloseTo(expected, Percentage.withPercentage(100 * jitter * 0.02 / (1 - jitter)));
    }
  }

  @Test
  void shelfLife_oneEntry_isTheSameForEverybodyAndAtAnyTime() {
    Freshness here = new Freshness(SHELF, NEVER, NEVER, 0.5, 0, WaitPolicy.COMPUTE);
    Freshness there = new Freshness(SHELF, NEVER, NEVER, 0.5, 0, WaitPolicy.FAIL);
    byte[] digest = new byte[EntryKey.DIGEST_BYTES];
    Arrays.fill(digest, (byte) 7);

    long life = here.shelfLifeNanos(new EntryKey("f", digest), entry(77));

    // Another process reads it with its own clock, into another instance.
    CacheEntry elsewhere = new CacheEntry("v", -99, 77, 12);
    assertThat(there.shelfLifeNanos(new EntryKey("f", digest.clone()), elsewhere)).isEqualTo(life);
    // Computed by another program: releases of the library that share a store must agree.
    assertThat(life).isEqualTo(725_630);
  }

  @Test
  void shelfLife_sameKeyWrittenAnew_hasAnotherShare() {
    Freshness freshness = new Freshness(SHELF, NEVER, NEVER, 0.5, 0, WaitPolicy.COMPUTE);

    assertThat(freshness.shelfLifeNanos("key", entry(1_000)))
        .isNotEqualTo(freshness.shelfLifeNanos("key", entry(1_001)));
  }

  @Test
  void shelfLife_noJitter_isThePolicysAndAsksNoHash() {
    Freshness freshness = new Freshness(SHELF, NEVER, WaitPolicy.COMPUTE);
    Object key =
        new Object() {
          @Override
          public int hashCode() {
            throw new AssertionError("asked for its hash");
          }
        };

    assertThat(freshness.shelfLifeNanos(key, entry(1))).isEqualTo(SHELF);
    assertThat(freshness.decide(key, entry(1), WRITTEN + SHELF, UNLIMITED, Peer.NONE))
        .isEqualTo(Decision.HIT);
  }

  @Test
  void decide_withJitter_turnsOnceFromFreshToStaleAndKeepsTheCeiling() {
    long ceiling = SHELF + SHELF / 2;
    Freshness freshness = new Freshness(SHELF, ceiling, NEVER, 0.9, 0, WaitPolicy.COMPUTE);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 500; i++) {
      String key = "key " + random.nextLong();
      CacheEntry entry = entry(random.nextLong(1, 1_000_000));
      long life = freshness.shelfLifeNanos(key, entry);

      assertThat(decide(freshness, key, entry, 0)).isEqualTo(Decision.HIT);
      assertThat(decide(freshness, key, entry, life)).isEqualTo(Decision.HIT);
      assertThat(decide(freshness, key, entry, life + 1)).isEqualTo(Decision.SERVE_STALE);
      assertThat(decide(freshness, key, entry, ceiling)).isEqualTo(Decision.SERVE_STALE);
      assertThat(decide(freshness, key, entry, ceiling + 1)).isEqualTo(Decision.COMPUTE);
    }
  }

  private static Decision decide(Freshness freshness, String key, CacheEntry entry, long age) {
    return freshness.decide(key, entry, WRITTEN + age, UNLIMITED, Peer.NONE);
  }

  /** A computation took 1,000; -ln(1 - draw) is about 0.69, 2.30, 6.91 for these draws. */
  @ParameterizedTest
  @CsvSource({
    // beta, draw, left, early
    "1, 0.5, 693, true",
    "1, 0.5, 694, false",
    "1, 0.9, 2302, true",
    "1, 0.9, 2303, false",
    "2, 0.9, 4605, true",
    "2, 0.9, 4606, false",
    "0.5, 0.999, 3453, true",
    "0.5, 0.999, 3454, false",
    "1, 0, 0, true",
    "1, 0, 1, false",
  })
  void isEarly_aDraw_followsXFetch(double beta, double draw, long left, boolean expected) {
    Freshness freshness = new Freshness(SHELF, NEVER, NEVER, 0, beta, WaitPolicy.COMPUTE);
    long now = WRITTEN + SHELF - left;

    assertThat(freshness.isEarly("key", entry(1_000), now, draw)).isEqualTo(expected);
    if (expected) {
      assertThat(freshness.isWithinReach("key", entry(1_000), now)).isTrue();
    }
  }

  @Test
  void isWithinReach_farFromTheEnd_sparesTheDraw() {
    Freshness freshness = new Freshness(SHELF, NEVER, NEVER, 0, 1, WaitPolicy.COMPUTE);
    double largest = 1 - 0x1p-53;

    assertThat(freshness.isWithinReach("key", entry(1_000), WRITTEN + SHELF - 37_001)).isFalse();
    assertThat(freshness.isEarly("key", entry(1_000), WRITTEN + SHELF - 37_001, largest)).isFalse();
    assertThat(freshness.isEarly("key", entry(1_000), WRITTEN + SHELF - 36_000, largest)).isTrue();
  }

  @Test
  void isEarly_computingTimeUnknown_never() {
    Freshness freshness = new Freshness(SHELF, NEVER, NEVER, 0, 1, WaitPolicy.COMPUTE);

    assertThat(freshness.isEarly("key", entry(0), WRITTEN + SHELF, 0.999)).isFalse();
  }

  @Test
  void isEarly_longComputationAndGreatBeta_doesNotOverflow() {
    Freshness freshness = new Freshness(SHELF, NEVER, NEVER, 0, 1_000, WaitPolicy.COMPUTE);

    assertThat(freshness.isEarly("key", entry(Long.MAX_VALUE), WRITTEN, 0.5)).isTrue();
    assertThat(freshness.isEarly("key", entry(Long.MAX_VALUE), WRITTEN, 0)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1500000, true", "1500001, false"})
  void isServedOnError_ofSomeAge_isUpToItsOwnCeiling(long age, boolean expected) {
    Freshness freshness = new Freshness(SHELF, NEVER, 1_500_000, 0, 0, WaitPolicy.COMPUTE);

    assertThat(freshness.isServedOnError(entry(1), WRITTEN + age, UNLIMITED)).isEqualTo(expected);
    assertThat(freshness.isServedOnError(entry(1), WRITTEN + age, Long.MAX_VALUE - 1)).isFalse();
    assertThat(
            new Freshness(SHELF, NEVER, WaitPolicy.COMPUTE)
                .isServedOnError(entry(1), WRITTEN + age, UNLIMITED))
        .isFalse();
  }

  private static CacheEntry entry(long computeNanos) {
    return new CacheEntry("value", WRITTEN, computeNanos, -1);
  }
}
