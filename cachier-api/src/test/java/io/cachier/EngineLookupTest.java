package io.cachier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.spi.CachierEngine;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLookupTest {
  /** Public, as every service must be. */
  public static class OneEngine implements CachierEngine {
    @Override
    public CachierBuilder newBuilder() {
      throw new UnsupportedOperationException("one engine");
    }
  }

  private static final class OtherEngine extends OneEngine {}

  @Test
  void single_one_isTheEngine() {
    CachierEngine engine = new OneEngine();

    assertThat(EngineLookup.single(List.of(engine))).isSameAs(engine);
  }

  @Test
  void single_none_namesTheJarToAdd() {
    assertThatThrownBy(() -> EngineLookup.single(List.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cachier: no engine on the class path; add io.cachier:cachier-core, version as the API's");
  }

  @Test
  void single_two_namesBoth() {
    assertThatThrownBy(() -> EngineLookup.single(List.of(new OneEngine(), new OtherEngine())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cachier: two engines on the class path, io.cachier.EngineLookupTest$OneEngine and"
                + " io.cachier.EngineLookupTest$OtherEngine; keep one");
  }

  @Test
  void builderAndCreate_withoutEngine_nameTheJarToAdd() {
    assertThatThrownBy(Cachier::builder)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("add io.cachier:cachier-core");
    assertThatThrownBy(Cachier::create)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("add io.cachier:cachier-core");
  }

  @Test
  void find_serviceFileNamesAMissingClass_isReportedAsConfiguration(@TempDir Path directory)
      throws Exception {
    withServiceFile(
        directory,
        "org.example.Missing",
        () ->
            assertThatThrownBy(EngineLookup::find)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("Cachier: the engine could not be loaded: ")
                .hasMessageContaining("org.example.Missing"));
  }

  @Test
  void find_engineThatOnlyTheContextLoaderSees_isFound(@TempDir Path directory) throws Exception {
    withServiceFile(
        directory,
        OneEngine.class.getName(),
        () -> {
          assertThat(EngineLookup.find()).isExactlyInstanceOf(OneEngine.class);
          assertThatThrownBy(Cachier::create)
              .isInstanceOf(UnsupportedOperationException.class)
              .hasMessage("one engine");
        });
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void withServiceFile(Path directory, String engine, Step step) throws Exception {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve(CachierEngine.class.getName()), engine + "\n");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      step.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
