package io.cachier.backend.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void where_urlWithLogin_leavesItOut() {
    Secrets secrets =
        new Secrets(
            "jdbc:mysql://me:geheimnis@host:3306/db?password=anderes&x=1", Optional.empty());
    assertThat(secrets.where()).isEqualTo("jdbc:mysql://host:3306/db");
    assertThat(secrets.hidden("geheimnis or anderes")).isEqualTo("*** or ***");
  }

  @Test
  void where_h2Parameters_leavesThemOut() {
    Secrets secrets = new Secrets("jdbc:h2:/a/b;USER=sa;PASSWORD=abcdefg", Optional.of("hijklmn"));
    assertThat(secrets.where()).isEqualTo("jdbc:h2:/a/b");
    assertThat(secrets.areIn("abcdefghijklmn")).isTrue();
    assertThat(secrets.areIn("nothing")).isFalse();
  }

  @Test
  void hidden_shortPassword_onlyWhereItStandsAlone() {
    Secrets secrets = new Secrets("jdbc:h2:mem:x", Optional.of("a"));
    assertThat(secrets.hidden("a cat said 'a'")).isEqualTo("*** cat said '***'");
  }
}
