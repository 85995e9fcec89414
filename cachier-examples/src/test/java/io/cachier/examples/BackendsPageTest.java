package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code in {@code docs/backends/README.md}. */
class BackendsPageTest {
  private record Place(int x, int y) {}

  private static byte[] draw(Place place) {
    return new byte[] {(byte) place.x(), (byte) place.y()};
  }

  @Test
  void backends_ofEachFunction_areItsOwn(@TempDir Path directory) {
    try (Cachier cachier =
        Cachier.builder().setting("file.directory", directory.toString()).build()) {
      // begin docs/backends/README.md
      CachedFunction<String, Integer> length =
          cachier
              .function("text.length", String.class, Integer.class, String::length)
              .backend("memory")
              .build();
      // end docs/backends/README.md
      // begin docs/backends/README.md
      CachedFunction<Place, byte[]> tile =
          cachier
              .function("map.tile", Place.class, byte[].class, place -> draw(place))
              .staleAfter(Duration.ofHours(1))
              .maximumBytes("200MB")
              .build();
      // end docs/backends/README.md
      CachedFunction<String, Integer> words =
          cachier.function("text.words", String.class, Integer.class, String::length).build();
      // begin docs/backends/README.md
      System.out.println(words.backend() + " in " + words.location().orElse("this process"));
      // end docs/backends/README.md
      assertThat(length.apply("hello")).isEqualTo(5);
      assertThat(tile.apply(new Place(1, 2))).containsExactly(1, 2);
      assertThat(length.backend()).isEqualTo("memory");
      assertThat(tile.backend()).isEqualTo("caffeine");
      assertThat(words.backend()).isEqualTo("file");
      assertThat(words.location().orElseThrow()).startsWith(directory.toString());
    }
  }
}
