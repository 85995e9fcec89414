package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.Cachier;
import io.cachier.ConfigurationException;
import io.cachier.FunctionBuilder;
import io.cachier.MetricsPolicy;
import io.cachier.TypeRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused when a function is built, and how it is told. */
class BadInputTest {
  @TempDir private Path directory;
  private Cachier cachier;

  @BeforeEach
  void open() {
    cachier =
        Cachier.builder().backend("file").setting("file.directory", directory.toString()).build();
  }

  @AfterEach
  void close() {
    cachier.close();
  }

  @Test
  void build_nullFunction_isRefused() {
    refused(cachier.function("f", String.class, String.class, null), "the function was null");
  }

  @Test
  void build_blankLongOrControlName_isRefused() {
    refused(named(" "), "name was ' ' but it must have 1 to 200 characters and not be blank");
    refused(named("x".repeat(201)), "1 to 200 characters");
    refused(named("a\nb"), "control character");
  }

  @Test
  void build_duplicateName_isRefused() {
    named("twice").build();

    refused(named("twice"), "name was 'twice' but another function has it");
  }

  @Test
  void build_negativeDurations_areAllNamed() {
    refused(
        named("f")
            .staleAfter(Duration.ofSeconds(-1))
            .staleWhileRevalidate(Duration.ZERO)
            .waitTimeout(Duration.ofNanos(-1))
            .entrySizeLimit("huge")
            .backend("tape"),
        "staleAfter was 'PT-1S' but it must be positive",
        "staleWhileRevalidate was 'PT0S' but it must be positive",
        "waitTimeout was 'PT-0.000000001S' but it must be zero or more",
        "entrySizeLimit was 'huge' but it must be a size",
        "no backend 'tape'; found [file, memory]");
  }

  @Test
  void build_ceilingWithoutShelfLife_isRefused() {
    refused(named("f").staleWhileRevalidate(Duration.ofSeconds(1)), "set staleAfter too");
  }

  @Test
  void sampled_rateOutsideZeroToOne_isRefused() {
    for (double rate : new double[] {-0.1, 0, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> MetricsPolicy.sampled(rate))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("samplingRate was '" + rate + "'")
          .hasMessageContaining("above 0 and at most 1");
    }
  }

  @Test
  void build_argumentTypeWithoutStableKey_isRefusedWithTheRemedy() {
    refused(
        cachier.function("f", Thread.class, String.class, Thread::getName),
        "java.lang.Thread",
        "keyedBy");
    refused(
        cachier.function("f", new TypeRef<List<Object>>() {}, TypeRef.of(String.class), x -> ""),
        "java.lang.Object",
        "keyedBy");
    assertThat(
            cachier
                .function("f", Thread.class, String.class, Thread::getName)
                .keyedBy(Thread::getName)
                .build()
                .apply(new Thread("t")))
        .isEqualTo("t");
  }

  @Test
  void build_localArgumentWithIdentityEquality_isRefusedToo() {
    refused(
        cachier.function("f", Opaque.class, String.class, x -> "").backend("memory"),
        "Opaque",
        "keyedBy");
  }

  @Test
  void build_valueTypeThatTheCodecCanNotWrite_isRefusedWithTheRemedy() {
    refused(
        cachier.function("f", String.class, Opaque.class, x -> new Opaque()),
        "Opaque",
        "Serializable");
    assertThat(
            cachier
                .function("f", String.class, Opaque.class, x -> new Opaque())
                .backend("memory")
                .build()
                .apply("x"))
        .isNotNull();
  }

  @Test
  void build_badCodecSetting_isReportedWithTheFunction() {
    try (Cachier odd =
        Cachier.builder()
            .backend("file")
            .setting("file.directory", directory.toString())
            .setting("codec.java.allow", "no spaces allowed")
            .build()) {
      refused(
          odd.function("f", String.class, String.class, x -> x), "codec.java.allow was 'no spaces");
    }
  }

  @Test
  void build_afterTheCachierWasClosed_isRefused() {
    cachier.close();

    refused(named("late"), "the Cachier is closed");
  }

  private FunctionBuilder<String, String> named(String name) {
    return cachier.function(name, String.class, String.class, Function.identity());
  }

  private static void refused(FunctionBuilder<?, ?> builder, String... sentences) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("function '")
        .message()
        .contains(sentences);
  }

  private static final class Opaque {}
}
