package io.cachier.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CodecException;
import io.cachier.TypeRef;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two versions of one class, each compiled and loaded by itself, as before and after a release. */
class ShapeTest {
  private static final String FIRST =
      """
      public record Order(String name, int count, Part part) implements java.io.Serializable {}
      record Part(int number) implements java.io.Serializable {}
      """;

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path directory;

  private int versions;

  private Class<?> compile(String source) throws Exception {
    Path version = Files.createDirectory(directory.resolve("v" + versions++));
    Path file = Files.writeString(version.resolve("Order.java"), source);
    int failed =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, "-d", version.toString(), file.toString());
    assertThat(failed).isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {version.toUri().toURL()}, null)) {
      Class<?> order = loader.loadClass("Order");
      JavaCodecTest.bind(TypeRef.of(order)); // loads what it needs before the loader is closed
      return order;
    }
  }

  private static BoundCodec codec(Class<?> type) {
    return JavaCodecTest.bind(TypeRef.of(type));
  }

  @Test
  void fingerprint_sameShapeOfAnotherLoader_isTheSame() throws Exception {
    assertThat(codec(compile(FIRST)).fingerprint()).isEqualTo(codec(compile(FIRST)).fingerprint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // lost, gained, renamed and retyped components, here and further below
        "public record Order(String name, Part part) implements java.io.Serializable {}"
            + "record Part(int number) implements java.io.Serializable {}",
        "public record Order(String name, int count, Part part, long more)"
            + " implements java.io.Serializable {}"
            + "record Part(int number) implements java.io.Serializable {}",
        "public record Order(String title, int count, Part part)"
            + " implements java.io.Serializable {}"
            + "record Part(int number) implements java.io.Serializable {}",
        "public record Order(String name, long count, Part part)"
            + " implements java.io.Serializable {}"
            + "record Part(int number) implements java.io.Serializable {}",
        "public record Order(String name, int count, Part part)"
            + " implements java.io.Serializable {}"
            + "record Part(int number, int more) implements java.io.Serializable {}",
        "public record Order(String name, int count, Part part)"
            + " implements java.io.Serializable { static final long serialVersionUID = 2; }"
            + "record Part(int number) implements java.io.Serializable {}",
      })
  void fingerprint_otherShape_isAnother(String second) throws Exception {
    assertThat(codec(compile(FIRST)).fingerprint())
        .isNotEqualTo(codec(compile(second)).fingerprint());
  }

  @Test
  void decode_ofAnotherShape_wouldFillDefaults_thatIsWhyThereAreFingerprints() throws Exception {
    Class<?> before =
        compile("public record Order(String name) implements java.io.Serializable {}");
    Class<?> after =
        compile("public record Order(String title) implements java.io.Serializable {}");
    byte[] bytes = codec(before).encode(before.getConstructor(String.class).newInstance("secret"));

    assertThat(JavaCodecTest.decode(codec(after), bytes)).hasToString("Order[title=null]");
    assertThat(codec(after).fingerprint()).isNotEqualTo(codec(before).fingerprint());
  }

  @Test
  void decode_componentOfAnotherType_isRefused() throws Exception {
    Class<?> before =
        compile("public record Order(String name) implements java.io.Serializable {}");
    Class<?> after =
        compile("public record Order(Integer name) implements java.io.Serializable {}");
    byte[] bytes = codec(before).encode(before.getConstructor(String.class).newInstance("secret"));

    assertThatThrownBy(() -> JavaCodecTest.decode(codec(after), bytes))
        .isInstanceOf(CodecException.class)
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void fingerprint_jdkTypes_dependsOnTheDeclarationAlone() {
    long strings = JavaCodecTest.bind(new TypeRef<List<String>>() {}).fingerprint();

    // Pinned: it may change neither with the JDK nor with a release of ours.
    assertThat(strings).isEqualTo(-9116593531807296384L);
    assertThat(JavaCodecTest.bind(new TypeRef<ArrayList<String>>() {}).fingerprint())
        .isNotEqualTo(strings);
    assertThat(JavaCodecTest.bind(new TypeRef<List<String>[]>() {}).fingerprint())
        .isNotEqualTo(JavaCodecTest.bind(new TypeRef<List<Integer>[]>() {}).fingerprint());
    assertThat(JavaCodecTest.bind(new TypeRef<Map<String, Thread.State>>() {}).fingerprint())
        .isNotEqualTo(strings);
  }
}
