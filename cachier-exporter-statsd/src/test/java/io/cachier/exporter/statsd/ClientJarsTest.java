package io.cachier.exporter.statsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.timgroup.statsd.NonBlockingUdpSender;
import io.cachier.spi.MetricsExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts the exporter on class paths that hold this or that client. */
class ClientJarsTest {
  private static final String CLASH =
      "two clients share the package com.timgroup.statsd: java-statsd-client-3.1.0.jar and"
          + " java-dogstatsd-client-4.4.3.jar; keep one: leave java-dogstatsd-client-4.4.3.jar out"
          + " (usually com.datadoghq:java-dogstatsd-client), or move its packages by shading it";

  @TempDir private Path folder;

  private static URL place(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  private static URL ours() {
    return place(NonBlockingUdpSender.class);
  }

  private static URL datadogs() throws IOException {
    Path jar = Path.of(System.getProperty("other.client.jar"));
    assertThat(jar).isRegularFile();
    return jar.toUri().toURL();
  }

  /** What happens when the exporter is started with these on its class path, and stopped. */
  private static void start(URL... clients) throws Throwable {
    List<URL> path = new ArrayList<>(List.of(clients));
    path.add(place(StatsdExporter.class));
    path.add(place(MetricsExporter.class));
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> exporter = loader.loadClass(StatsdExporter.class.getName());
      assertThat(exporter).isNotSameAs(StatsdExporter.class);
      Object made = exporter.getConstructor().newInstance();
      try {
        exporter.getMethod("start").invoke(made);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      } finally {
        exporter.getMethod("stop").invoke(made);
      }
    }
  }

  @Test
  void start_oneClient_starts() throws Throwable {
    start(ours());
  }

  @Test
  void start_oneClientTwice_starts() throws Throwable {
    Path copy = folder.resolve("copy.jar");
    Files.copy(Path.of(ours().toURI()), copy);
    start(ours(), copy.toUri().toURL());
  }

  @Test
  void start_ourClientBeforeDatadogs_namesBothJars() throws IOException {
    URL datadogs = datadogs();
    assertThatThrownBy(() -> start(ours(), datadogs))
        .hasToString("java.lang.IllegalStateException: " + CLASH);
  }

  @Test
  void start_datadogsClientBeforeOurs_namesBothJars() throws IOException {
    URL datadogs = datadogs();
    assertThatThrownBy(() -> start(datadogs, ours()))
        .hasToString("java.lang.IllegalStateException: " + CLASH);
  }

  @Test
  void start_datadogsClientAlone_saysWhatIsMissing() throws IOException {
    URL datadogs = datadogs();
    assertThatThrownBy(() -> start(datadogs))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "the package com.timgroup.statsd comes from java-dogstatsd-client-4.4.3.jar, which is"
                + " another client than this exporter needs; add"
                + " com.timgroup:java-statsd-client:3.1.0 and leave"
                + " java-dogstatsd-client-4.4.3.jar out");
  }

  @Test
  void start_noClient_saysWhatIsMissing() {
    assertThatThrownBy(() -> start())
        .hasToString(
            "java.lang.IllegalStateException: there is no StatsD client on the class path; add"
                + " com.timgroup:java-statsd-client:3.1.0");
  }

  @Test
  void start_clientOfAnotherShape_namesItsFolder() throws IOException {
    Path source = folder.resolve("NonBlockingUdpSender.java");
    Path classes = Files.createDirectory(folder.resolve("another shape"));
    Files.writeString(
        source, "package com.timgroup.statsd; public final class NonBlockingUdpSender {}");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertThat(result).isZero();
    URL before = classes.toUri().toURL();

    assertThatThrownBy(() -> start(before, ours()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the StatsD client of another%20shape and java-statsd-client-3.1.0.jar does not fit"
                + " this exporter; put com.timgroup:java-statsd-client:3.1.0 in its place")
        .hasCauseInstanceOf(NoSuchMethodError.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jar:file:/srv/app.jar!/BOOT-INF/lib/java-statsd-client-3.1.0.jar!/",
        "jar:nested:/srv/app.jar/!BOOT-INF/lib/java-statsd-client-3.1.0.jar!/",
        "file:/srv/java-statsd-client-3.1.0.jar/",
      })
  void check_anyFormOfPlace_namesTheFileAlone(String place) {
    String file = place + "com/timgroup/statsd/StatsDClient.class";
    assertThatThrownBy(
            () -> ClientJars.check(new FixedLoader(Map.of(file.substring(place.length()), file))))
        .hasMessageContaining("comes from java-statsd-client-3.1.0.jar, which");
  }

  @Test
  void check_unreadableClassPath_isToldAsSuch() {
    assertThatThrownBy(() -> ClientJars.check(new FixedLoader(Map.of())))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("disk");
  }

  /** A loader of files that need not exist; without any, it can't even look. */
  private static final class FixedLoader extends ClassLoader {
    private final Map<String, String> places;

    FixedLoader(Map<String, String> places) {
      super(null);
      this.places = places;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      if (places.isEmpty()) {
        throw new IOException("disk");
      }
      List<URL> found = new ArrayList<>();
      if (places.containsKey(name)) {
        found.add(url(places.get(name)));
      }
      return java.util.Collections.enumeration(found);
    }

    private static URL url(String text) throws IOException {
      // Only Spring Boot knows how to open its own kind of URL; nobody opens this one.
      return new URL(null, text, new NeverOpened());
    }
  }

  private static final class NeverOpened extends java.net.URLStreamHandler {
    @Override
    protected java.net.URLConnection openConnection(URL url) throws IOException {
      throw new IOException(URI.create(url.toString()).getScheme());
    }
  }
}
