package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricSnapshot;
import io.cachier.metrics.ProcessSnapshot;
import io.cachier.spi.Gauge;
import io.cachier.spi.MetricsExporter;
import io.cachier.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.testkit.engine.Events;

/** The contract of exporters can fail: each illness fails the tests of its rule alone. */
class BrokenExporterTest {
  private record Sick(String rule, String name, Supplier<Plain> exporter) {}

  private static volatile Supplier<Plain> made = Plain::new;

  private static List<Sick> illnesses() {
    return List.of(
        new Sick("E1", "has an odd name", OddName::new),
        new Sick("E2", "publishes twice when started twice", StartsTwice::new),
        new Sick("E3", "can't be stopped before a start", StopsStrictly::new),
        new Sick("E4", "registers twice", RegistersTwice::new),
        new Sick("E5", "takes a function without metrics", TakesAll::new),
        new Sick("E6", "divides by the calls", DividesByCalls::new),
        new Sick("E7", "counts in ints", CountsInInts::new),
        new Sick("E8", "knows ASCII alone", AsciiAlone::new),
        new Sick("E9", "fails for a function that is gone", Strict::new),
        new Sick("E10", "reads a setting that nobody knows of", ReadsMore::new),
        new Sick("E11", "leaves a thread behind", LeavesThread::new),
        new Sick("E12", "expects to be in the process it exports", ExpectsItself::new),
        new Sick("E13", "can't send what is no number", NumbersAlone::new),
        new Sick("E14", "publishes nothing beside an odd gauge", AllOrNothing::new),
        new Sick("E15", "forgets its errors when it stops", Forgets::new));
  }

  @TestFactory
  Stream<DynamicTest> contract_brokenExporter_failsThatRuleAlone() {
    return illnesses().stream()
        .map(
            sick ->
                DynamicTest.dynamicTest(
                    sick.rule() + ": " + sick.name(),
                    () -> {
                      made = sick.exporter();
                      Events tests = Examination.of(Patient.class);
                      assertThat(Examination.rulesOf(tests.failed())).containsExactly(sick.rule());
                    }));
  }

  @Test
  void contract_healthyExporter_passesEveryTest() {
    made = Plain::new;
    Events tests = Examination.of(Patient.class);
    assertThat(Examination.rulesOf(tests.failed())).isEmpty();
    assertThat(Examination.rulesOf(tests.succeeded())).isEqualTo(Examination.written("E"));
  }

  @Test
  void illnesses_everyRule_hasOne() {
    Set<String> rules = illnesses().stream().map(Sick::rule).collect(Collectors.toSet());
    assertThat(rules).isEqualTo(Examination.written("E"));
  }

  static class Patient extends MetricsExporterContract {
    @Override
    protected MetricsExporter exporter() {
      return made.get();
    }

    @Override
    protected OptionalInt published(MetricsExporter exporter, String function) {
      return OptionalInt.of(((Plain) exporter).published(function));
    }
  }

  private static class Plain implements MetricsExporter {
    final List<String> functions = new ArrayList<>();
    int starts;

    @Override
    public String name() {
      return "plain";
    }

    @Override
    public void registerFunction(ManagedCache function) {
      if (!function.metrics().isEnabled()) {
        throw new IllegalArgumentException(
            "function '" + function.name() + "' has no metrics; build it with MetricsPolicy.on()");
      }
      if (!functions.contains(function.name())) {
        functions.add(function.name());
      }
    }

    @Override
    public void unregisterFunction(ManagedCache function) {
      functions.removeIf(function.name()::equals);
    }

    @Override
    public void exportMetrics(String function, MetricSnapshot metrics) {}

    @Override
    public void start() {
      starts = 1;
    }

    @Override
    public void stop() {
      starts = 0;
    }

    static boolean hasNoNumber(List<Gauge> gauges) {
      return gauges.stream().anyMatch(gauge -> Double.isNaN(gauge.value()));
    }

    int published(String function) {
      return starts * (int) functions.stream().filter(function::equals).count();
    }
  }

  private static final class OddName extends Plain {
    @Override
    public String name() {
      return "Odd Name";
    }
  }

  private static final class StartsTwice extends Plain {
    @Override
    public void start() {
      starts++;
    }
  }

  private static final class StopsStrictly extends Plain {
    @Override
    public void stop() {
      if (starts == 0) {
        throw new IllegalStateException("not started");
      }
      super.stop();
    }
  }

  private static final class RegistersTwice extends Plain {
    @Override
    public void registerFunction(ManagedCache function) {
      boolean known = functions.contains(function.name());
      super.registerFunction(function);
      if (known) {
        functions.add(function.name());
      }
    }
  }

  private static final class TakesAll extends Plain {
    @Override
    public void registerFunction(ManagedCache function) {
      if (function.metrics().isEnabled()) {
        super.registerFunction(function);
      }
    }
  }

  private static final class DividesByCalls extends Plain {
    @Override
    public void exportMetrics(String function, MetricSnapshot metrics) {
      if (metrics.totalCalls() == 0) {
        throw new ArithmeticException("no calls to divide by");
      }
    }
  }

  private static final class CountsInInts extends Plain {

    @Override
    public void exportMetrics(String function, MetricSnapshot metrics) {
      if (Math.toIntExact(metrics.totalCalls()) < 0) {
        throw new AssertionError("fewer than none");
      }
    }
  }

  private static final class AsciiAlone extends Plain {
    @Override
    public void registerFunction(ManagedCache function) {
      if (function.name().chars().anyMatch(c -> c > 127)) {
        throw new IllegalArgumentException("'" + function.name() + "' is not ASCII");
      }
      super.registerFunction(function);
    }
  }

  private static final class Strict extends Plain {
    @Override
    public void exportMetrics(String function, MetricSnapshot metrics) {
      if (!functions.contains(function)) {
        throw new IllegalStateException("unknown function '" + function + "'");
      }
    }
  }

  private static final class ReadsMore extends Plain {
    @Override
    public void configure(Settings settings) {
      settings.text("plain.secret");
    }
  }

  private static final class ExpectsItself extends Plain {
    @Override
    public void exportProcess(ProcessSnapshot process) {
      if (process.exporters().isEmpty()) {
        throw new IllegalStateException("a process without exporters");
      }
    }
  }

  private static final class NumbersAlone extends Plain {
    @Override
    public void exportProcess(ProcessSnapshot process) {
      if (process.backendGauges().values().stream().anyMatch(Plain::hasNoNumber)) {
        throw new ArithmeticException("a gauge is no number");
      }
    }
  }

  private static final class AllOrNothing extends Plain {
    private Supplier<ProcessSnapshot> process = () -> ProcessSnapshot.EMPTY;

    @Override
    public void attach(Supplier<ProcessSnapshot> figures) {
      process = figures;
    }

    @Override
    int published(String function) {
      boolean odd = process.get().backendGauges().values().stream().anyMatch(Plain::hasNoNumber);
      return odd ? 0 : super.published(function);
    }
  }

  private static final class Forgets extends Plain {
    private long errors = 3;

    @Override
    public long errors() {
      return errors;
    }

    @Override
    public void stop() {
      super.stop();
      errors = 0;
    }
  }

  private static final class LeavesThread extends Plain {
    private static final CountDownLatch END = new CountDownLatch(1);

    @Override
    public void exportMetrics(String function, MetricSnapshot metrics) {
      Thread thread = new Thread(LeavesThread::linger, "lingering");
      thread.setDaemon(false);
      thread.start();
    }

    /** For longer than the contract waits. */
    private static void linger() {
      try {
        if (END.await(5, TimeUnit.SECONDS)) {
          throw new AssertionError("nobody counts it down");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
