package io.cachier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationExceptionTest {
  @Test
  void message_oneProblem_isOneLine() {
    ConfigurationException e = new ConfigurationException("function 'f'", List.of("a was '1'"));

    assertThat(e).hasMessage("function 'f': a was '1'").hasNoCause();
    assertThat(e.problems()).containsExactly("a was '1'");
  }

  @Test
  void message_severalProblems_countsAndListsThem() {
    ConfigurationException e =
        new ConfigurationException("function 'f'", List.of("a was '1'", "b was '2'"));

    assertThat(e).hasMessage("function 'f': 2 problems:\n  - a was '1'\n  - b was '2'");
    assertThat(e.problems()).containsExactly("a was '1'", "b was '2'");
  }

  @Test
  void create_noProblem_isRefused() {
    assertThatThrownBy(() -> new ConfigurationException("function 'f'", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a ConfigurationException needs at least one problem");
  }

  @Test
  void problems_listChangedAfterwards_stayAsTheyWere() {
    List<String> problems = new ArrayList<>(List.of("a was '1'"));
    ConfigurationException e = new ConfigurationException("Cachier", problems);

    problems.add("b was '2'");

    assertThat(e.problems()).containsExactly("a was '1'");
  }

  @Test
  void problems_afterSerialization_areEmptyAndTheMessageStays() throws Exception {
    ConfigurationException e =
        new ConfigurationException("Cachier", List.of("a was '1'", "b was '2'"));

    ConfigurationException copy = copyBySerialization(e);

    assertThat(copy).isNotSameAs(e).hasMessage(e.getMessage());
    assertThat(copy.problems()).isEmpty();
  }

  @Test
  void exceptions_all_areCachierExceptionsWithMessageAndCause() {
    IOException cause = new IOException("gone");

    assertThat(new BackendException("get failed", cause))
        .isInstanceOf(CachierException.class)
        .hasMessage("get failed")
        .hasCause(cause);
    assertThat(new CodecException("not readable", null))
        .isInstanceOf(CachierException.class)
        .hasMessage("not readable")
        .hasNoCause();
    assertThat(
            List.of(
                new ReentrantCallException("m"),
                new WaitInterruptedException("m"),
                new WaitTimeoutException("m")))
        .allSatisfy(e -> assertThat(e).isInstanceOf(CachierException.class).hasMessage("m"));
  }

  private static ConfigurationException copyBySerialization(ConfigurationException e)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(e);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ConfigurationException) in.readObject();
    }
  }
}
