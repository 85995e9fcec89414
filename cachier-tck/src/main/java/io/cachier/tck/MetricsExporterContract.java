package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.MetricsExporter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Test;

/**
 * The contract of a {@link MetricsExporter}: rules E1 to E15 of {@code docs/semantics.md}. Extend
 * it, and let the exporter send to somewhere that the test owns: a port of this machine.
 */
@DisplayNameGeneration(RuleNames.class)
public abstract class MetricsExporterContract {
  private static final String FUNCTION = "tck.exported";
  private static final Duration THREADS_END = Duration.ofSeconds(3);

  private @Nullable MetricsExporter exporter;
  private Set<Thread> before = Set.of();

  /** For subclasses. */
  protected MetricsExporterContract() {}

  /**
   * Makes the exporter under test, not started.
   *
   * @return a new exporter
   */
  protected abstract MetricsExporter exporter();

  /**
   * The settings for {@link MetricsExporter#configure}.
   *
   * @return settings by name, without the prefix {@code cachier.}; none by default
   */
  protected Map<String, String> settings() {
    return Map.of();
  }

  /**
   * How often a function is now published: how many series of calls with the outcome {@code hit} a
   * receiver sees for it. Lets the tests of E2 and E4 look at what arrives.
   *
   * @param exporter the exporter, started
   * @param function the function's name
   * @return the number; empty by default: only that nothing is thrown is tested
   */
  protected OptionalInt published(MetricsExporter exporter, String function) {
    return OptionalInt.empty();
  }

  /**
   * A function to register and export in tests of one's own, with figures of every kind.
   *
   * @param name its name
   * @return a function on a backend named {@code reference}, whose metrics are on and never change
   */
  protected static ManagedCache function(String name) {
    return ExportedFunction.metered(name);
  }

  /**
   * A function to register and export in tests of one's own.
   *
   * @param name its name
   * @param figures what its metrics tell, whoever asks and for whatever window
   * @return a function on a backend named {@code reference}, whose metrics are on
   */
  protected static ManagedCache function(String name, MetricSnapshot figures) {
    return ExportedFunction.metered(name, figures);
  }

  @BeforeEach
  final void makeExporter() {
    before = threads();
    exporter = exporter();
  }

  @AfterEach
  final void stopExporter() {
    try {
      subject().stop();
    } catch (RuntimeException e) {
      // Some tests stop, or never start, before this does; that it is harmless is E3, not theirs.
    }
  }

  private MetricsExporter subject() {
    MetricsExporter made = exporter;
    if (made == null) {
      throw new AssertionError("exporter() made nothing");
    }
    return made;
  }

  private MetricsExporter started() {
    subject().configure(new RecordingSettings(settings()));
    subject().start();
    return subject();
  }

  private void export(String function, MetricSnapshot snapshot) {
    subject().exportMetrics(function, snapshot);
  }

  @Test
  @Rule("E1")
  void name_ofExporter_isLowerCase() {
    assertThat(subject().name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
  }

  @Test
  @Rule("E2")
  void start_twice_isOnce() {
    started().registerFunction(ExportedFunction.metered(FUNCTION));
    assertThatCode(subject()::start).doesNotThrowAnyException();
    assertPublished(FUNCTION, 1);
  }

  @Test
  @Rule("E3")
  void stop_notStartedOrTwice_isHarmless() {
    assertThatCode(subject()::stop).as("before a start").doesNotThrowAnyException();
    started();
    assertThatCode(subject()::stop).as("after a start").doesNotThrowAnyException();
    assertThatCode(subject()::stop).as("the second time").doesNotThrowAnyException();
  }

  @Test
  @Rule("E4")
  void registerFunction_twice_isOnce() {
    ExportedFunction function = ExportedFunction.metered(FUNCTION);
    started().registerFunction(function);
    assertThatCode(() -> subject().registerFunction(function)).doesNotThrowAnyException();
    export(FUNCTION, Figures.some());
    assertPublished(FUNCTION, 1);
  }

  @Test
  @Rule("E5")
  void registerFunction_metricsOff_isRefusedWithARemedy() {
    started();
    assertThatThrownBy(() -> subject().registerFunction(ExportedFunction.unmetered(FUNCTION)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(FUNCTION)
        .hasMessageContaining("MetricsPolicy.on()");
  }

  @Test
  @Rule("E6")
  void exportMetrics_noFigures_isHarmless() {
    started().registerFunction(ExportedFunction.metered(FUNCTION));
    assertThatCode(() -> export(FUNCTION, MetricSnapshot.empty())).doesNotThrowAnyException();
  }

  @Test
  @Rule("E7")
  void exportMetrics_manyFigures_isHarmless() {
    started().registerFunction(ExportedFunction.metered(FUNCTION));
    assertThatCode(() -> export(FUNCTION, Figures.some())).doesNotThrowAnyException();
    assertThatCode(() -> export(FUNCTION, Figures.huge())).doesNotThrowAnyException();
  }

  @Test
  @Rule("E8")
  void exportMetrics_oddNames_isHarmless() {
    started();
    for (String name : Figures.oddNames()) {
      assertThatCode(
              () -> {
                subject().registerFunction(ExportedFunction.metered(name));
                export(name, Figures.some());
              })
          .as("a function named '%s'", name)
          .doesNotThrowAnyException();
    }
  }

  @Test
  @Rule("E9")
  void exportMetrics_notRegistered_isIgnored() {
    ExportedFunction function = ExportedFunction.metered(FUNCTION);
    started().registerFunction(function);
    assertThatCode(() -> subject().unregisterFunction(function)).doesNotThrowAnyException();
    assertThatCode(() -> export(FUNCTION, Figures.some())).doesNotThrowAnyException();
    assertThatCode(() -> export("tck.unknown", Figures.some())).doesNotThrowAnyException();
    assertPublished(FUNCTION, 0);
    assertPublished("tck.unknown", 0);
  }

  @Test
  @Rule("E10")
  void configure_anySettingRead_isDeclared() {
    RecordingSettings settings = new RecordingSettings(settings());
    subject().configure(settings);
    assertThat(subject().settings()).containsAll(settings.asked());
    assertThat(subject().settings()).containsAll(settings().keySet());
  }

  @Test
  @Rule("E11")
  void stop_afterWork_leavesNoThreadThatKeepsTheProcess() {
    started().registerFunction(ExportedFunction.metered(FUNCTION));
    export(FUNCTION, Figures.some());
    subject().stop();
    // On the test's own thread: a thread that only polls would be one more.
    await()
        .pollInSameThread()
        .atMost(THREADS_END)
        .untilAsserted(() -> assertThat(threads()).allMatch(before::contains));
  }

  @Test
  @Rule("E12")
  void exportProcess_anyProcess_isHarmless() {
    started();
    assertThatCode(() -> subject().exportProcess(ProcessSnapshot.EMPTY))
        .as("nothing")
        .doesNotThrowAnyException();
    subject().registerFunction(ExportedFunction.metered(FUNCTION));
    export(FUNCTION, Figures.some());
    assertThatCode(() -> subject().exportProcess(Figures.process()))
        .as("the end of a round")
        .doesNotThrowAnyException();
  }

  @Test
  @Rule("E13")
  void exportProcess_oddFigures_isHarmless() {
    started().registerFunction(ExportedFunction.metered(FUNCTION));
    assertThatCode(() -> subject().exportProcess(Figures.oddProcess())).doesNotThrowAnyException();
  }

  @Test
  @Rule("E14")
  void attach_anyProcess_leavesTheFunctionsSeriesAsTheyAre() {
    for (ProcessSnapshot process :
        List.of(ProcessSnapshot.EMPTY, Figures.process(), Figures.oddProcess())) {
      subject().configure(new RecordingSettings(settings()));
      assertThatCode(() -> subject().attach(() -> process))
          .as("before the start: %s", process)
          .doesNotThrowAnyException();
      subject().start();
      subject().registerFunction(ExportedFunction.metered(FUNCTION));
      export(FUNCTION, Figures.some());
      assertPublished(FUNCTION, 1);
      subject().stop();
      exporter = exporter();
    }
  }

  @Test
  @Rule("E15")
  void errors_atAnyTime_areACountThatOnlyGrows() {
    long errors = 0;
    long dropped = 0;
    List<Runnable> life =
        List.of(
            () -> {},
            this::started,
            () -> subject().registerFunction(ExportedFunction.metered(FUNCTION)),
            () -> export(FUNCTION, Figures.some()),
            () -> subject().exportProcess(Figures.process()),
            () -> subject().stop());
    for (Runnable step : life) {
      step.run();
      assertThat(subject().errors()).as("errors()").isGreaterThanOrEqualTo(errors);
      assertThat(subject().dropped()).as("dropped()").isGreaterThanOrEqualTo(dropped);
      errors = subject().errors();
      dropped = subject().dropped();
    }
  }

  private void assertPublished(String function, int times) {
    OptionalInt published = published(subject(), function);
    if (published.isPresent()) {
      assertThat(published).as("series of '%s'", function).hasValue(times);
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(Collectors.toSet());
  }
}
