package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The page of rules and the tests that cite it agree. */
class RuleBookTest {
  private static final Class<?>[] CONTRACTS = {
    RemoteBackendContract.class,
    LocalBackendContract.class,
    MetricsExporterContract.class,
    ProviderContract.class,
    CodecContract.class
  };

  @Test
  void cited_everyNumber_isWritten() {
    assertThat(RuleBook.written()).containsAll(RuleBook.cited(CONTRACTS));
  }

  @Test
  void written_everyRuleOfThirdParties_isCited() {
    Set<String> rules = RuleBook.written();
    rules.removeIf(rule -> !"BLEPV".contains(rule.substring(0, 1)));
    assertThat(RuleBook.cited(CONTRACTS)).containsAll(rules);
  }
}
