package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.BackendProvider;
import io.cachier.spi.LocalBackend;
import io.cachier.spi.LocalBackendProvider;
import io.cachier.spi.Settings;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.testkit.engine.Events;

/** The contract of providers can fail: each illness fails the tests of its rule alone. */
class BrokenProviderTest {
  private static volatile Supplier<BackendProvider> made = Healthy::new;

  private static Map<String, Supplier<BackendProvider>> illnesses() {
    return Map.of(
        "P1", OddName::new,
        "P2", () -> new NotForServiceLoader("sick-p2"),
        "P3", NotListed::new,
        "P4", ForeignSetting::new,
        "P5", Fickle::new);
  }

  @TestFactory
  Stream<DynamicTest> contract_brokenProvider_failsThatRuleAlone() {
    return illnesses().entrySet().stream()
        .map(
            sick ->
                DynamicTest.dynamicTest(
                    sick.getKey(),
                    () -> {
                      made = sick.getValue();
                      Events tests = Examination.of(Patient.class);
                      assertThat(Examination.rulesOf(tests.failed()))
                          .containsExactly(sick.getKey());
                    }));
  }

  @Test
  void contract_healthyProvider_passesEveryTest() {
    made = Healthy::new;
    Events tests = Examination.of(Patient.class);
    assertThat(Examination.rulesOf(tests.failed())).isEmpty();
    assertThat(Examination.rulesOf(tests.succeeded())).isEqualTo(Examination.written("P"));
  }

  @Test
  void illnesses_everyRule_hasOne() {
    assertThat(illnesses().keySet()).isEqualTo(Examination.written("P"));
  }

  static class Patient extends ProviderContract {
    @Override
    protected BackendProvider provider() {
      return made.get();
    }
  }

  /** What opens nothing. Those of its kind that ServiceLoader is to find are in META-INF. */
  abstract static class Closed implements LocalBackendProvider {
    @Override
    public LocalBackend open(String function, Settings settings) {
      throw new UnsupportedOperationException("opened by nobody");
    }
  }

  /** Nothing is wrong with it. */
  public static final class Healthy extends Closed {
    @Override
    public String name() {
      return "healthy";
    }

    @Override
    public Set<String> settings() {
      return Set.of("healthy.some-thing");
    }
  }

  /** P1. */
  public static final class OddName extends Closed {
    @Override
    public String name() {
      return "Odd Name";
    }
  }

  /** P2. */
  public static final class NotForServiceLoader extends Closed {
    private final String name;

    NotForServiceLoader(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }
  }

  /** P3. */
  public static final class NotListed extends Closed {
    @Override
    public String name() {
      return "sick-p3";
    }
  }

  /** P4. */
  public static final class ForeignSetting extends Closed {
    @Override
    public String name() {
      return "sick-p4";
    }

    @Override
    public Set<String> settings() {
      return Set.of("redis.uri");
    }
  }

  /** P5. */
  public static final class Fickle extends Closed {
    @Override
    public String name() {
      return "sick-p5";
    }

    @Override
    public Set<String> settings() {
      return Set.of("sick-p5." + UUID.randomUUID());
    }
  }
}
