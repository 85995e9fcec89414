package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.TagFilter.excludeTags;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/**
 * The contract can fail: for every rule of remote backends there is a backend that breaks it, and
 * fails the tests of that rule and no other.
 */
@Execution(ExecutionMode.SAME_THREAD)
class BrokenRemoteBackendTest {
  private static List<Illness> illnesses() {
    return Stream.of(
            SickLookups.all(),
            SickClaims.all(),
            SickHolders.all(),
            SickStores.all(),
            SickWaits.all(),
            SickRemovals.all(),
            SickListings.all(),
            SickNames.all(),
            SickOpenings.all())
        .flatMap(List::stream)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> contract_brokenBackend_failsThatRuleAlone() {
    return illnesses().stream()
        .map(
            illness ->
                DynamicTest.dynamicTest(
                    illness.toString(),
                    () -> {
                      Events tests = examine(illness);
                      assertThat(rulesOf(tests.failed())).containsExactly(illness.rule());
                    }));
  }

  @Test
  void contract_healthyBackend_passesEveryTest() {
    Events tests = examine(Illness.of("none", "is healthy", (ward, healthy) -> healthy));
    assertThat(rulesOf(tests.failed())).isEmpty();
    assertThat(rulesOf(tests.aborted())).isEmpty();
    assertThat(rulesOf(tests.skipped())).isEmpty();
    assertThat(rulesOf(tests.succeeded())).containsAll(remoteRules());
  }

  @Test
  void illnesses_everyRule_hasOne() {
    assertThat(illnesses().stream().map(Illness::rule).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(remoteRules());
  }

  private static Set<String> remoteRules() {
    return RuleBook.written().stream()
        .filter(rule -> rule.startsWith("B"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Events examine(Illness illness) {
    Patient.illness = illness;
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(Patient.class))
        .filters(excludeTags("engine"))
        .configurationParameter("junit.jupiter.execution.timeout.default", "40 s")
        // Every test has a store of its own, and most of their time is waiting.
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "8")
        .execute()
        .testEvents();
  }

  private static Set<String> rulesOf(Events events) {
    return events.stream()
        .map(BrokenRemoteBackendTest::ruleOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String ruleOf(Event event) {
    MethodSource source =
        event.getTestDescriptor().getSource().map(MethodSource.class::cast).orElseThrow();
    return Objects.requireNonNull(source.getJavaMethod().getAnnotation(Rule.class)).value();
  }
}
