package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** B67 to B69. */
abstract class KeepingApartRules extends RemoteRules {
  /** The longest name that the engine allows. */
  private static final int LONGEST_NAME = 200;

  KeepingApartRules(RemoteBackendContract contract) {
    super(contract);
  }

  @Test
  @Rule("B67")
  void lookup_functionsOfSimilarNames_findTheirOwn() {
    byte[] digest = key().digest();
    Map<EntryKey, String> payloads = new LinkedHashMap<>();
    for (String name : similarNames()) {
      payloads.put(new EntryKey(name, digest), "of " + name);
    }
    try {
      payloads.forEach(this::put);
      payloads.forEach((key, payload) -> assertThat(text(key)).isEqualTo(payload));
    } finally {
      similarNames().forEach(name -> get(client().clear(name)));
    }
  }

  /** What clearing one takes from another is missed when the other's turn comes: so both ways. */
  @Test
  @Rule("B68")
  void clear_functionsOfSimilarNames_areLeftAlone() {
    byte[] digest = key().digest();
    List<String> names = new ArrayList<>(similarNames());
    for (int way = 0; way < 2; way++) {
      names.forEach(name -> put(new EntryKey(name, digest), name));
      names.forEach(
          name -> assumeThat(text(new EntryKey(name, digest))).as("see B67").isEqualTo(name));
      try {
        names.forEach(name -> assertApart(name, digest));
      } finally {
        names.forEach(name -> get(client().clear(name)));
      }
      Collections.reverse(names);
    }
  }

  private void assertApart(String name, byte[] digest) {
    assertThat(get(client().usage(name)).entries())
        .as("entries of '%s'", name)
        .isIn(OptionalLong.of(1), OptionalLong.empty());
    Listing listing = Listing.of(client().entries(name)).request(Long.MAX_VALUE);
    assertThat(listing.awaitEnd()).isEmpty();
    assertThat(listing.given())
        .extracting(EntryInfo::key)
        .as("the listing of '%s'", name)
        .containsExactly(new EntryKey(name, digest));
    assertThat(get(client().clear(name))).as("cleared of '%s'", name).isEqualTo(1);
  }

  @Test
  @Rule("B69")
  void lookup_digestsOneBitApart_findTheirOwn() {
    byte[] digest = key().digest();
    Map<EntryKey, byte[]> payloads = new LinkedHashMap<>();
    for (int bit = 0; bit < EntryKey.DIGEST_BYTES * 8; bit += 5) {
      byte[] near = digest.clone();
      near[bit / 8] ^= (byte) (1 << (bit % 8));
      payloads.put(new EntryKey(function(), near), new byte[] {(byte) (bit + 1)});
    }
    payloads.forEach(
        (key, payload) ->
            get(client().store(key, payload, RemoteBackend.UNFENCED, Optional.empty())));
    payloads.forEach(
        (key, payload) -> assertThat(stored(client(), key).payload()).isEqualTo(payload));
  }

  private List<String> similarNames() {
    String mine = function();
    String filled = mine + "x".repeat(LONGEST_NAME - mine.length() - 1);
    Stream<String> endings =
        Stream.of(
            "",
            "a.b",
            "a_b",
            "a/b",
            "a\\b",
            "a:b",
            "a-b",
            "a b",
            "A.B",
            "a.b ",
            "a%b",
            "a%",
            "a*b",
            "a*",
            "a?b",
            "a..b",
            "a/../b",
            "{a}b",
            "a'b",
            "a\"b",
            "a|b",
            "a,b",
            "a$b",
            "a",
            "a.b.c",
            "\u00e4.b",
            "a\u0308.b",
            "\u65e5\u672c",
            "\ud83d\ude00");
    return Stream.concat(
            endings.map(ending -> mine + ending),
            // Some names mean something to a file system, or to a server.
            Stream.of(
                filled + "x",
                filled + "y",
                "..",
                ".",
                "*",
                "%",
                "$",
                mine.toUpperCase(Locale.ROOT)))
        .toList();
  }
}
