package io.cachier.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Keys may never change: a changed key is a lost cache, for everybody, at once. */
class GoldenVectorsTest {
  @Test
  void keyOf_everyKindOfArgument_neverChanges() throws IOException {
    RemoteKeys keys = new RemoteKeys("golden", "1", List.of());
    Map<String, String> actual = new LinkedHashMap<>();
    KeyCorpus.all().forEach((name, value) -> actual.put(name, keys.keyOf(value).hex()));
    actual.put("null", keys.keyOf(null).hex());
    actual.put("int 1 of another version", new RemoteKeys("golden", "2", List.of()).keyOf(1).hex());
    actual.put("int 1 of another function", new RemoteKeys("g", "1", List.of()).keyOf(1).hex());

    assertThat(actual).containsExactlyInAnyOrderEntriesOf(golden());
  }

  private static Map<String, String> golden() throws IOException {
    InputStream resource = GoldenVectorsTest.class.getResourceAsStream("golden-vectors.txt");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
      Map<String, String> golden = new LinkedHashMap<>();
      lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> golden.put(line.substring(65), line.substring(0, 64)));
      return golden;
    }
  }
}
