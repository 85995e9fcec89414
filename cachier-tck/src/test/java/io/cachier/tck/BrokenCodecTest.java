package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.spi.ValueCodec;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.testkit.engine.Events;

/** The contract of codecs can fail: each illness fails the tests of its rule alone. */
class BrokenCodecTest {
  @SuppressWarnings("MutablePublicArray") // of this package, and never changed
  static final byte[] BOMB = ForeignBytes.serialized(JavaCodecTest.laughs(100));

  private record Sick(String rule, String name, Supplier<ValueCodec> codec) {}

  private static volatile Supplier<ValueCodec> made = SickCodec::new;

  private static List<Sick> illnesses() {
    return List.of(
        new Sick("V1", "has an odd id", SickBinding::hasAnOddId),
        new Sick("V2", "replaces halves", SickWriting.changing(SickWriting::replacingHalves)),
        new Sick("V3", "strips zeros", SickWriting.changing(SickWriting::strippingZeros)),
        new Sick("V4", "rounds moments", SickWriting.changing(SickWriting::roundingMoments)),
        new Sick("V5", "knows no null", SickWriting.changing(SickWriting::fillingNulls)),
        new Sick("V6", "loses labels", SickWriting.changing(SickWriting::losingLabels)),
        new Sick("V7", "forgets countries", SickWriting.changing(SickWriting::forgettingCountries)),
        new Sick("V8", "takes nothing large", SickWriting.changing(SickWriting::refusingLarge)),
        new Sick("V9", "writes what it can't read", SickWriting::writesWhatItCannotRead),
        new Sick("V10", "lets errors through", SickWriting::letsErrorsThrough),
        new Sick("V11", "keeps its array", SickWriting::keepsItsArray),
        new Sick("V12", "reads to the end", SickReading::readsToTheEnd),
        new Sick("V12", "tidies up behind itself", SickReading::tidiesUpBehindItself),
        new Sick("V13", "is one thread's own", SickWriting::isOneThreadsOwn),
        new Sick("V14", "counts its fingerprints", SickBinding::countsItsFingerprints),
        new Sick("V14", "takes all lists for one", SickBinding::takesAllListsForOne),
        new Sick("V15", "takes anything", SickBinding::takesAnything),
        new Sick("V16", "reads more settings", SickBinding::readsMoreSettings),
        new Sick("V17", "runs off the end", SickReading::runsOffTheEnd),
        new Sick("V18", "trusts the version", SickReading::trustsTheVersion),
        new Sick("V19", "trusts its kind", SickReading::trustsItsKind),
        new Sick("V20", "recurses without end", SickReading::recursesWithoutEnd),
        new Sick("V21", "allocates what it is told", SickReading::allocatesWhatItIsTold),
        new Sick("V22", "explodes", SickReading::explodes),
        new Sick("V23", "loads what it is told", SickReading::loadsWhatItIsTold),
        new Sick("V24", "shows what it read", SickReading::showsWhatItRead));
  }

  @TestFactory
  Stream<DynamicTest> contract_brokenCodec_failsThatRuleAlone() {
    return illnesses().stream()
        .map(
            sick ->
                DynamicTest.dynamicTest(
                    sick.rule() + ": " + sick.name(),
                    () -> {
                      made = sick.codec();
                      Events tests = Examination.of(Patient.class);
                      assertThat(Examination.rulesOf(tests.failed())).containsExactly(sick.rule());
                    }));
  }

  @Test
  void contract_healthyCodec_passesEveryTest() {
    made = SickCodec::new;
    Events tests = Examination.of(Patient.class);
    assertThat(Examination.rulesOf(tests.failed())).isEmpty();
    assertThat(Examination.rulesOf(tests.succeeded())).isEqualTo(Examination.written("V"));
  }

  @Test
  void illnesses_everyRule_hasOne() {
    Set<String> rules = illnesses().stream().map(Sick::rule).collect(Collectors.toSet());
    assertThat(rules).isEqualTo(Examination.written("V"));
  }

  static class Patient extends CodecContract {
    @Override
    protected ValueCodec codec() {
      return made.get();
    }

    @Override
    protected List<CodecSample<?>> samples() {
      return List.of(CodecSample.of(Locale.class, Locale.FRANCE));
    }

    @Override
    protected List<byte[]> bombs() {
      return List.of(BOMB.clone());
    }
  }
}
