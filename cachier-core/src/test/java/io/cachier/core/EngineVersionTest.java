package io.cachier.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EngineVersionTest {
  @Test
  void read_fromAFolderOfClasses_isTheVersionOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));

    assertThat(pom).contains("<version>" + EngineVersion.read() + "</version>");
    assertThat(EngineVersion.read()).matches("\\d+\\.\\d+.*");
  }

  @Test
  void of_nothingFilledIn_isUnknown() throws IOException {
    assertThat(EngineVersion.of(null)).isEqualTo("unknown");
    assertThat(of("")).isEqualTo("unknown");
    assertThat(of("version=${project.version}")).isEqualTo("unknown");
    assertThat(of("version=1.2.3\n")).isEqualTo("1.2.3");
  }

  private static String of(String text) throws IOException {
    return EngineVersion.of(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }
}
