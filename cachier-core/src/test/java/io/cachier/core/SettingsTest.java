package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.ConfigurationException;
import io.cachier.ManagedCache;
import io.cachier.MetricsPolicy;
import io.cachier.WaitPolicy;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.spi.MetricsExporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final String PROPERTY = "cachier.wait-timeout";

  @AfterEach
  void clear() {
    System.clearProperty(PROPERTY);
    System.clearProperty("cachier.stale-aftr");
  }

  @Test
  void settings_ofAFunction_areMergedInOrder() {
    System.setProperty(PROPERTY, "7s");
    try (Cachier cachier =
        memory().setting("stale-after", "10m").setting("cachier.cache-nulls", "true").build()) {
      var function =
          cachier
              .function("f", String.class, String.class, x -> x)
              .staleAfter(Duration.ofMinutes(2))
              .build();

      assertThat(function.policy().staleAfter()).contains(Duration.ofMinutes(2));
      assertThat(function.policy().waitTimeout()).isEqualTo(Duration.ofSeconds(7));
      assertThat(function.policy().cacheNulls()).isTrue();
    }
  }

  @Test
  void settings_code_beatsSystemProperties() {
    System.setProperty(PROPERTY, "7s");
    try (Cachier cachier = memory().setting("wait-timeout", "3s").build()) {
      assertThat(waitTimeout(cachier)).isEqualTo(Duration.ofSeconds(3));
    }
    try (Cachier cachier =
        memory().setting("wait-timeout", "3s").waitTimeout(Duration.ofSeconds(2)).build()) {
      assertThat(waitTimeout(cachier)).isEqualTo(Duration.ofSeconds(2));
    }
  }

  @Test
  void settings_everyDefault_canBeSet() {
    try (Cachier cachier =
        memory()
            .setting("stale-after", "1h")
            .setting("stale-while-revalidate", "1d")
            .setting("stale-if-error", "2d")
            .setting("jitter", "0.25")
            .setting("early-refresh", "1.5")
            .setting("wait-policy", "stale")
            .setting("entry-size-limit", "10MB")
            .setting("metrics", "true")
            .setting("metrics.sampling-rate", "0.5")
            .setting("metrics.windows", "10s, 1m")
            .setting("enabled", "false")
            .build()) {
      var policy =
          cachier.function("f", String.class, String.class, x -> x).version("9").build().policy();

      assertThat(policy.staleAfter()).contains(Duration.ofHours(1));
      assertThat(policy.staleWhileRevalidate()).contains(Duration.ofDays(1));
      assertThat(policy.staleIfError()).contains(Duration.ofDays(2));
      assertThat(policy.jitter()).isEqualTo(0.25);
      assertThat(policy.earlyRefresh()).isEqualTo(1.5);
      assertThat(policy.waitPolicy()).isEqualTo(WaitPolicy.STALE);
      assertThat(policy.entrySizeLimit()).hasValue(10_000_000);
      assertThat(policy.metrics())
          .isEqualTo(
              MetricsPolicy.sampled(0.5)
                  .withWindows(Duration.ofSeconds(10), Duration.ofMinutes(1)));
      assertThat(policy.version()).isEqualTo("9");
      assertThat(cachier.isEnabled()).isFalse();
    }
  }

  @Test
  void neverStale_overADefaultShelfLife_hasNone() {
    try (Cachier cachier =
        memory()
            .staleAfter(Duration.ofMinutes(1))
            .staleWhileRevalidate(Duration.ofMinutes(1))
            .staleIfError(Duration.ofMinutes(1))
            .jitter(0.1)
            .earlyRefresh()
            .build()) {
      var policy =
          cachier.function("f", String.class, String.class, x -> x).neverStale().build().policy();

      assertThat(policy.staleAfter()).isEmpty();
      assertThat(policy.staleWhileRevalidate()).isEmpty();
      assertThat(policy.staleIfError()).isEmpty();
      assertThat(policy.jitter()).isZero();
      assertThat(policy.earlyRefresh()).isZero();
    }
  }

  @Test
  void build_severalBadSettings_areAllReportedAtOnce() {
    System.setProperty("cachier.stale-aftr", "1m");
    CachierBuilder builder =
        memory()
            .setting("wait-timeout", "soon")
            .setting("stale-if-error", "0s")
            .setting("jitter", "some")
            .earlyRefresh(-1)
            .setting("max-workers", "0")
            .setting("breaker.failures", "many")
            .setting("enabled", "perhaps")
            .setting("entry-size-limit", "big")
            .setting("wait-policy", "panic")
            .setting("metrics", "true")
            .setting("metrics.sampling-rate", "7")
            .setting("metrics.windows", "1m,soon,,0s")
            .setting("codec", "xml")
            .setting("exporter.test.enabled", "perhaps")
            .claimLease(Duration.ofMillis(1))
            .operationTimeout(Duration.ZERO)
            .entrySizeLimit(-1);

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("wait-timeout was 'soon' but it must be a duration")
        .hasMessageContaining("stale-if-error was '0s'")
        .hasMessageContaining("jitter was 'some' but it must be a number")
        .hasMessageContaining("earlyRefresh was '-1.0' but it must be from 0 to 1000")
        .hasMessageContaining("max-workers was '0' but it must be a whole number from 1 to 1024")
        .hasMessageContaining("breaker.failures was 'many'")
        .hasMessageContaining("enabled was 'perhaps' but it must be true or false")
        .hasMessageContaining("entry-size-limit was 'big'")
        .hasMessageContaining(
            "wait-policy was 'panic' but it must be one of [compute, stale, fail]")
        .hasMessageContaining("metrics.sampling-rate was '7'")
        .hasMessageContaining("no codec 'xml'; found [java]")
        .hasMessageContaining("exporter.test.enabled was 'perhaps'")
        .hasMessageContaining("metrics.windows was '1m,soon,,0s' but it must be 1 to 8 durations")
        .hasMessageContaining("claim-lease was 'PT0.001S'")
        .hasMessageContaining("operation-timeout was 'PT0S'")
        .hasMessageContaining("entrySizeLimit was '-1'")
        .hasMessageContaining(
            "cachier.stale-aftr (system property) is not a setting; did you mean"
                + " cachier.stale-after?");
  }

  @Test
  void build_misspeltSettingOfAModuleThatIsThere_isRefused() {
    CachierBuilder builder =
        memory()
            .addExporter(new Idle("statsd", Set.of("statsd.port")))
            .setting("statsd.prot", "8125")
            .setting("redis.urj", "of a module that is not there");

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(" is not a setting; did you mean cachier.statsd.port?")
        .hasMessageNotContaining("redis.urj");
  }

  /** An exporter that has a name and settings, and does nothing. */
  private record Idle(String name, Set<String> settings) implements MetricsExporter {
    @Override
    public void registerFunction(ManagedCache function) {}

    @Override
    public void exportMetrics(String function, MetricSnapshot metrics) {}

    @Override
    public void start() {}

    @Override
    public void stop() {}
  }

  @Test
  void build_unknownBackend_namesWhatIsThereAndWhatToAdd() {
    assertThatThrownBy(() -> Cachier.builder().backend("redis").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no backend 'redis'; found [file, memory]")
        .hasMessageContaining("add io.cachier:cachier-backend-redis");
  }

  @Test
  void build_settingsOfAbsentModules_areLeftAlone() {
    try (Cachier cachier = memory().setting("redis.uri", "redis://localhost").build()) {
      assertThat(cachier.describe()).contains("redis.uri: ***").doesNotContain("localhost");
    }
  }

  @Test
  void build_backendSettingThatCanNotWork_isRefusedWithTheFunction(@TempDir Path directory)
      throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "x");
    try (Cachier cachier =
        Cachier.builder().backend("file").setting("file.directory", file.toString()).build()) {
      assertThatThrownBy(() -> cachier.function("f", String.class, String.class, x -> x).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("file.directory was '" + file + "'");
    }
  }

  @Test
  void sources_environmentForm_findsDottedNames() {
    SettingSources sources =
        new SettingSources(
            List.of(
                new SettingSources.Layer(
                    "environment",
                    Map.of(
                        SettingSources.form("CACHIER_FILE_DIRECTORY"),
                        new SettingSources.Entry("CACHIER_FILE_DIRECTORY", " /data ")))));
    MergedSettings settings = new MergedSettings(sources);

    assertThat(settings.text("file.directory")).contains("/data");
    assertThat(settings.text("file.other")).isEmpty();
  }

  @Test
  void unknown_environmentVariable_isNoError() {
    SettingSources sources =
        new SettingSources(
            List.of(
                new SettingSources.Layer(
                    SettingSources.ENVIRONMENT,
                    Map.of("port", new SettingSources.Entry("CACHIER_PORT", "tcp://10.0.0.1"))),
                new SettingSources.Layer(
                    "builder", Map.of("ports", new SettingSources.Entry("ports", "1")))));
    KnownSettings known = new KnownSettings(List.of("file.directory"));

    assertThat(known.unknown(sources)).singleElement().asString().startsWith("ports (builder)");
    known.warnOfUnknownVariables(sources);
  }

  @Test
  void sources_classPathFile_isTheWeakestLayer() {
    List<String> problems = new ArrayList<>();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread()
        .setContextClassLoader(
            new ClassLoader(before) {
              @Override
              public java.io.InputStream getResourceAsStream(String name) {
                return name.equals("cachier.properties")
                    ? new java.io.ByteArrayInputStream(
                        "cachier.wait-timeout=9s\ncachier.stale-after=8s\n"
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    : super.getResourceAsStream(name);
              }
            });
    try {
      System.setProperty(PROPERTY, "7s");
      MergedSettings settings = new MergedSettings(SettingSources.of(Map.of(), problems));

      assertThat(problems).isEmpty();
      assertThat(settings.text("wait-timeout")).contains("7s");
      assertThat(settings.text("stale-after")).contains("8s");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static CachierBuilder memory() {
    return Cachier.builder().backend("memory");
  }

  private static Duration waitTimeout(Cachier cachier) {
    return cachier.function("f", String.class, String.class, x -> x).build().policy().waitTimeout();
  }
}
