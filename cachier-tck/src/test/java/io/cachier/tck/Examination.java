package io.cachier.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** A run of a contract over something that may be broken. */
final class Examination {
  private Examination() {}

  static Events of(Class<?> contract, Filter<?>... filters) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(contract))
        .filters(filters)
        .configurationParameter("junit.jupiter.execution.timeout.default", "40 s")
        // Every test has a store of its own, and most of their time is waiting.
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "8")
        .execute()
        .testEvents();
  }

  static Set<String> rulesOf(Events events) {
    return events.stream()
        .map(event -> ruleOf(event.getTestDescriptor()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Leaves out the tests of all other rules. */
  static PostDiscoveryFilter onlyOf(String rule) {
    return descriptor ->
        FilterResult.includedIf(!descriptor.isTest() || ruleOf(descriptor).equals(rule));
  }

  private static String ruleOf(TestDescriptor test) {
    MethodSource source = test.getSource().map(MethodSource.class::cast).orElseThrow();
    return Objects.requireNonNull(source.getJavaMethod().getAnnotation(Rule.class)).value();
  }

  static Set<String> written(String letter) {
    return RuleBook.written().stream()
        .filter(rule -> rule.startsWith(letter))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
