package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.Cachier;
import io.cachier.ConfigurationException;
import io.cachier.TypeRef;
import io.cachier.core.file.FileBackendProvider;
import io.cachier.core.memory.MemoryBackendProvider;
import io.cachier.spi.KeyEncoder;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import io.cachier.spi.ValueCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {
  private final List<String> problems = new ArrayList<>();

  private record Shared(String name) implements RemoteBackendProvider {
    @Override
    public RemoteBackend open(Settings settings) {
      return new FileBackendProvider().open(settings);
    }
  }

  @Test
  void find_addedBackend_beatsTheFoundOneOfItsName() {
    MemoryBackendProvider mine = new MemoryBackendProvider();

    Providers providers = Providers.find(List.of(mine), List.of(), null, List.of(), problems);

    assertThat(providers.backends().get("memory")).isSameAs(mine);
    assertThat(problems).isEmpty();
  }

  @Test
  void find_twoAddedOfOneName_isAProblem() {
    Providers.find(List.of(new Shared("x"), new Shared("x")), List.of(), null, List.of(), problems);

    assertThat(problems).containsExactly("two backends named 'x' were added; keep one");
  }

  @Test
  void defaultBackend_noSharedBackend_isFile() {
    assertThat(withBackends().defaultBackend(problems)).contains("file");
  }

  @Test
  void defaultBackend_oneSharedBackend_isThatOne() {
    assertThat(withBackends("redis").defaultBackend(problems)).contains("redis");
  }

  @Test
  void defaultBackend_twoSharedBackendsAndNoChoice_namesBoth() {
    assertThat(withBackends("redis", "mongo").defaultBackend(problems)).isEmpty();
    assertThat(problems)
        .containsExactly(
            "several shared backends were found, mongo and redis, and none was chosen; set"
                + " cachier.backend or call backend(...)");
    try (Cachier cachier =
        Cachier.builder().addBackend(new Shared("redis")).addBackend(new Shared("sql")).build()) {
      assertThatThrownBy(() -> cachier.function("f", String.class, String.class, x -> x).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("redis and sql");
      assertThat(cachier.describe()).contains("redis and sql");
    }
  }

  @Test
  void codec_chosenByCode_writesAndTheOtherStillReads(@TempDir Path directory) {
    try (Cachier first = files(directory).build()) {
      assertThat(text(first, "java").apply("a")).isEqualTo("a java");
    }
    try (Cachier second = files(directory).codec(new Utf8()).build()) {
      var function = text(second, "utf8");
      assertThat(function.apply("a")).isEqualTo("a java");
      assertThat(function.apply("b")).isEqualTo("b utf8");
      assertThat(function.precache("c", "given")).isTrue();
      assertThat(function.apply("c")).isEqualTo("given");
      assertThat(second.describe()).contains("writing codec: utf8");
    }
    try (Cachier third = files(directory).build()) {
      // The codec that wrote 'b' is gone: a miss, not an error.
      assertThat(text(third, "again").apply("b")).isEqualTo("b again");
    }
  }

  @Test
  void keyEncoder_added_makesATypeUsable(@TempDir Path directory) {
    try (Cachier cachier = files(directory).addKeyEncoder(new ThreadNames()).build()) {
      var function =
          cachier
              .function("thread", Thread.class, String.class, t -> "name " + t.getName())
              .build();

      assertThat(function.apply(new Thread("one"))).isEqualTo("name one");
      assertThat(function.apply(new Thread("one"))).isEqualTo("name one");
    }
  }

  private static io.cachier.CachierBuilder files(Path directory) {
    return Cachier.builder().backend("file").setting("file.directory", directory.toString());
  }

  private static io.cachier.CachedFunction<String, String> text(Cachier cachier, String suffix) {
    return cachier.function("text", String.class, String.class, x -> x + " " + suffix).build();
  }

  private Providers withBackends(String... names) {
    List<io.cachier.spi.BackendProvider> added = new ArrayList<>();
    for (String name : names) {
      added.add(new Shared(name));
    }
    return Providers.find(added, List.of(), null, List.of(), problems);
  }

  private static final class ThreadNames implements KeyEncoder<Thread> {
    @Override
    public Class<Thread> type() {
      return Thread.class;
    }

    @Override
    public Object canonical(Thread value) {
      return value.getName();
    }
  }

  private static final class Utf8 implements ValueCodec, ValueCodec.BoundCodec {
    @Override
    public String id() {
      return "utf8";
    }

    @Override
    public BoundCodec bind(TypeRef<?> type, Settings settings) {
      return this;
    }

    @Override
    public byte[] encode(Object value) {
      return ((String) value).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
      return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public long fingerprint() {
      return 1;
    }
  }
}
