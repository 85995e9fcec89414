package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.BackendException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of each kind of failure, by the states and codes of the five databases. */
class SqlFailureTest {
  private static final Secrets SECRETS =
      new Secrets("jdbc:postgresql://db:5432/cache?password=hidden-one", Optional.of("hidden-two"));

  private static String told(Throwable failure) {
    return SqlFailure.of(failure, SECRETS, "cachier_entries").getMessage();
  }

  @ParameterizedTest
  @CsvSource({
    "42P01, 0,    'has gone since: restart'",
    "42S02, 1146, 'has gone since: restart'",
    "42501, 0,    'grant SELECT, INSERT, UPDATE and DELETE on cachier_entries'",
    "42000, 1142, 'grant SELECT, INSERT, UPDATE and DELETE on cachier_entries'",
    "22001, 0,    'set an entrySizeLimit'",
    "08S01, 1153, 'start it, or set cachier.sql.url'",
    "HY000, 1153, 'set an entrySizeLimit'",
    "53100, 0,    'has no room left'",
    "HY000, 1114, 'has no room left'",
    "28P01, 0,    'check cachier.sql.user and cachier.sql.password'",
    "28000, 1045, 'check cachier.sql.user and cachier.sql.password'",
    "08006, 0,    'start it, or set cachier.sql.url'",
    "57P01, 0,    'start it, or set cachier.sql.url'",
  })
  void of_knownAnswer_tellsTheRemedy(String state, int code, String remedy) {
    assertThat(told(new IllegalStateException(new SQLException("the reason", state, code))))
        .startsWith("the ")
        .contains("jdbc:postgresql://db:5432/cache", "the reason", remedy)
        .doesNotContain("hidden");
  }

  @Test
  void of_unknownAnswer_quotesItWithoutRemedy() {
    assertThat(told(new SQLException("odd\nselect everything", "99999")))
        .isEqualTo("the database at jdbc:postgresql://db:5432/cache answered 'odd'");
  }

  @Test
  void of_answerWithoutAWord_tellsItsClass() {
    assertThat(told(new SQLRecoverableException())).contains("SQLRecoverableException");
  }

  @Test
  void of_noAnswerOfADatabase_saysThatItCouldNotBeAsked() {
    assertThat(told(new IllegalStateException("no thread for hidden-two")))
        .isEqualTo(
            "the database at jdbc:postgresql://db:5432/cache could not be asked: no thread for"
                + " ***");
  }

  @Test
  void of_secretInTheTrace_leavesTheCauseOut() {
    SQLException telling = new SQLException("refused hidden-two", "28P01");
    assertThat(SqlFailure.of(telling, SECRETS, "t")).hasNoCause();
    SQLException silent = new SQLException("refused", "28P01");
    assertThat(SqlFailure.of(silent, SECRETS, "t")).hasCause(silent);
  }

  @Test
  void of_whatIsToldAlready_staysAsItIs() {
    BackendException told = SqlFailure.closed();
    assertThat(SqlFailure.of(told, SECRETS, "t")).isSameAs(told);
    TimeoutException late = new TimeoutException("late");
    assertThat(SqlFailure.of(late, SECRETS, "t")).isSameAs(late);
  }

  @ParameterizedTest
  @CsvSource({
    "40001, 0, true",
    "40P01, 0, true",
    "23505, 0, true",
    "HY000, 1213, true",
    "HY000, 1205, true",
    "42P01, 0, false",
    "HY000, 5, false",
  })
  void isConflict_byStateAndCode_tellsWhetherToTryAgain(String state, int code, boolean conflict) {
    assertThat(SqlFailure.isConflict(new SQLException("it", state, code))).isEqualTo(conflict);
  }

  @Test
  void isOfAnotherShape_missingColumn_isOne() {
    assertThat(SqlFailure.isOfAnotherShape(new SQLException("no", "42703"))).isTrue();
    assertThat(SqlFailure.isOfAnotherShape(new SQLException("no", "42P01"))).isFalse();
    assertThat(SqlFailure.isOfAnotherShape(new IllegalStateException())).isFalse();
  }
}
