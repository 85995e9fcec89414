package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.launcher.TagFilter.excludeTags;
import static org.junit.platform.launcher.TagFilter.includeTags;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
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
            SickOpenings.all(),
            SickWatches.all())
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
                      assertThat(Examination.rulesOf(tests.failed()))
                          .containsExactly(illness.rule());
                    }));
  }

  @Test
  void contract_healthyBackend_passesEveryTest() {
    Events tests = examine(Illness.of("none", "is healthy", (ward, healthy) -> healthy));
    assertThat(Examination.rulesOf(tests.failed())).isEmpty();
    assertThat(Examination.rulesOf(tests.aborted())).isEmpty();
    assertThat(Examination.rulesOf(tests.skipped())).isEmpty();
    assertThat(Examination.rulesOf(tests.succeeded())).containsAll(Examination.written("B"));
  }

  /** What a broken backend does to callers: the rules about calls can fail too. */
  @TestFactory
  Stream<DynamicTest> contract_brokenBackend_failsTheCallsThatStandOnIt() {
    return Stream.of(
            new Suffering("C11", "keeps claims to each client"),
            new Suffering("C5", "keeps claims to each client"),
            new Suffering("C17", "makes a stale entry young by claiming it"),
            new Suffering("C24", "lets a removed value come back"),
            new Suffering("C25", "stores under cleared claims"),
            new Suffering("C34", "remembers what it found"))
        .map(
            suffering ->
                DynamicTest.dynamicTest(
                    suffering.toString(),
                    () -> {
                      Patient.illness = illness(suffering.illness());
                      Events tests =
                          Examination.of(
                              Patient.class,
                              includeTags("engine"),
                              Examination.onlyOf(suffering.rule()));
                      assertThat(Examination.rulesOf(tests.failed()))
                          .containsExactly(suffering.rule());
                    }));
  }

  private record Suffering(String rule, String illness) {}

  private static Illness illness(String name) {
    return illnesses().stream().filter(i -> i.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void illnesses_everyRule_hasOne() {
    assertThat(illnesses().stream().map(Illness::rule).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(Examination.written("B"));
  }

  private static Events examine(Illness illness) {
    Patient.illness = illness;
    return Examination.of(Patient.class, excludeTags("engine"));
  }
}
