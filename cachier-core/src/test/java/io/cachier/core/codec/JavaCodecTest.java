package io.cachier.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CodecException;
import io.cachier.ConfigurationException;
import io.cachier.TypeRef;
import io.cachier.core.FakeSettings;
import io.cachier.core.codec.Values.Example;
import io.cachier.core.codec.Values.Point;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaCodecTest {
  record Plain(String name) {}

  record Inner(String name, Object anything) implements Serializable {}

  record Outer(List<Inner> inners) implements Serializable {}

  interface Open extends Serializable {}

  record Opened(Point point) implements Open {}

  record Chain(@Nullable Chain next) implements Serializable {}

  static class Base implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  static class Derived extends Base {
    private static final long serialVersionUID = 1L;
  }

  static class Holder implements Serializable {
    private static final long serialVersionUID = 1L;
    private final Base base;

    Holder(Base base) {
      this.base = base;
    }

    Base base() {
      return base;
    }
  }

  static class HidesPlain implements Serializable {
    private static final long serialVersionUID = 1L;
    private final List<Object> any = new ArrayList<>(List.of(new Plain("secret")));

    @SuppressWarnings("UnusedVariable") // serialization reads it
    private static final ObjectStreamField[] serialPersistentFields = {
      new ObjectStreamField("any", List.class), new ObjectStreamField("made up", String.class),
    };

    private void writeObject(ObjectOutputStream out) throws java.io.IOException {
      out.putFields().put("any", any);
      out.writeFields();
    }
  }

  static class Throwing implements Serializable {
    private static final long serialVersionUID = 1L;

    private Object writeReplace() {
      throw new IllegalStateException("secret");
    }
  }

  public static class External implements Externalizable {
    private static final long serialVersionUID = 1L;
    private String text = "";

    public External() {}

    @Override
    public void writeExternal(ObjectOutput out) throws java.io.IOException {
      out.writeUTF(text);
      out.writeObject(text);
    }

    @Override
    public void readExternal(ObjectInput in) throws java.io.IOException, ClassNotFoundException {
      text = in.readUTF() + in.readObject();
    }
  }

  static BoundCodec bind(TypeRef<?> type) {
    return new JavaCodec().bind(type, FakeSettings.none());
  }

  static Object decode(BoundCodec codec, byte[] bytes) {
    return codec.decode(bytes, 0, bytes.length);
  }

  static List<Example<?>> examples() {
    return Values.all();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void decode_encodedValue_isEqual(Example<?> example) {
    BoundCodec codec = bind(example.type());
    byte[] bytes = codec.encode(example.value());
    byte[] within = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, within, 3, bytes.length);
    Object back = codec.decode(within, 3, bytes.length);

    assertThat(back).hasSameClassAs(example.value());
    assertThat(back).usingRecursiveComparison().isEqualTo(example.value());
  }

  @Test
  void decode_externalizable_isRead() {
    BoundCodec codec = bind(TypeRef.of(External.class));
    External value = new External();
    value.text = "x";

    assertThat(((External) decode(codec, codec.encode(value))).text).isEqualTo("xx");
  }

  static Stream<TypeRef<?>> unwritable() {
    return Stream.of(
        TypeRef.of(Object.class),
        TypeRef.of(Plain.class),
        TypeRef.of(Outer.class),
        TypeRef.of(Open.class),
        TypeRef.of(Thread.class),
        TypeRef.of(Enum.class),
        TypeRef.of(List.class),
        TypeRef.of(Plain[].class),
        new TypeRef<Optional<String>>() {},
        new TypeRef<Callable<String>>() {},
        new TypeRef<CompletionStage<String>>() {},
        new TypeRef<Stream<String>>() {},
        new TypeRef<Iterable<String>>() {},
        new TypeRef<List<?>>() {},
        new TypeRef<Map<Plain, String>>() {},
        new TypeRef<Map<String, Plain>>() {},
        new TypeRef<Map.Entry<String, String>>() {});
  }

  @ParameterizedTest
  @MethodSource("unwritable")
  void bind_typeThatCannotBeWritten_isRefusedWithARemedy(TypeRef<?> type) {
    assertThatThrownBy(() -> bind(type))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("codec 'java': type ")
        .hasMessageContainingAll("codec.java.allow", "another codec");
  }

  @Test
  void bind_culpritInside_isNamedWithItsPath() {
    assertThatThrownBy(() -> bind(TypeRef.of(Outer.class)))
        .hasMessageContaining("field 'inners' of " + Outer.class.getTypeName())
        .hasMessageContaining("elements of a collection, field 'anything' of ")
        .hasMessageContaining("java.lang.Object may be of any class");
    assertThatThrownBy(() -> bind(TypeRef.of(Plain.class)))
        .hasMessageContaining("let it implement java.io.Serializable");
  }

  @Test
  void bind_allowedSubtype_opensTheOpenType() {
    FakeSettings settings =
        FakeSettings.of("codec.java.allow", " " + Opened.class.getName() + ", ");
    BoundCodec codec = new JavaCodec().bind(TypeRef.of(Open.class), settings);
    Opened value = new Opened(new Point(1, 2));

    assertThat(decode(codec, codec.encode(value))).isEqualTo(value);
    assertThat(settings.rejected()).isEmpty();
  }

  @Test
  void bind_allowedPackage_opensTheOpenTypeInIt() {
    FakeSettings settings = FakeSettings.of("codec.java.allow", "io.cachier.core.codec.*");
    BoundCodec codec = new JavaCodec().bind(new TypeRef<List<Open>>() {}, settings);
    List<Open> value = List.of(new Opened(new Point(1, 2)));

    assertThat(decode(codec, codec.encode(value))).isEqualTo(value);
    assertThat(settings.rejected()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", ".*", "a b", "io..x", "no.such.Class"})
  void bind_badAllowSetting_isReported(String allowed) {
    FakeSettings settings = FakeSettings.of("codec.java.allow", allowed);
    new JavaCodec().bind(TypeRef.of(String.class), settings);

    assertThat(settings.rejected()).singleElement().asString().startsWith("codec.java.allow: ");
  }

  @Test
  void encode_subclassNobodyDeclared_isRefusedNamingIt() {
    BoundCodec codec = bind(TypeRef.of(Holder.class));

    assertThat(((Holder) decode(codec, codec.encode(new Holder(new Base())))).base()).isNotNull();
    assertThatThrownBy(() -> codec.encode(new Holder(new Derived())))
        .isInstanceOf(CodecException.class)
        .hasMessageContainingAll(Derived.class.getName(), "codec.java.allow");
  }

  @Test
  void encode_notSerializable_isRefusedNamingTheClassAlone() {
    FakeSettings settings = FakeSettings.of("codec.java.allow", "java.lang.Object");
    BoundCodec codec = new JavaCodec().bind(TypeRef.of(HidesPlain.class), settings);

    assertThatThrownBy(() -> codec.encode(new HidesPlain()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(Plain.class.getName())
        .hasMessageNotContaining("secret");
    assertThatThrownBy(
            () -> bind(new TypeRef<List<String>>() {}).encode(List.of("a").subList(0, 1)))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void encode_proxyOrLambda_isRefused() {
    FakeSettings settings =
        FakeSettings.of("codec.java.allow", "io.cachier.core.codec.*,java.lang.*");
    BoundCodec codec = new JavaCodec().bind(TypeRef.of(Open.class), settings);
    Object proxy =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Open.class},
            (Serializable & InvocationHandler) (self, method, arguments) -> null);
    Runnable lambda = (Runnable & Serializable) () -> {};

    assertThatThrownBy(() -> codec.encode(proxy)).hasMessageContaining("proxy");
    assertThatThrownBy(() -> codec.encode(lambda)).hasMessageContaining("SerializedLambda");
  }

  @Test
  void encode_userCodeThatThrows_isACodecExceptionWithoutItsText() {
    assertThatThrownBy(() -> bind(TypeRef.of(Throwing.class)).encode(new Throwing()))
        .isInstanceOf(CodecException.class)
        .hasMessageNotContaining("secret")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void encode_deeperThanCouldBeReadBack_isRefused() {
    BoundCodec codec = bind(TypeRef.of(Chain.class));
    Chain readable = chain(StreamScan.DEEPEST - 1);

    assertThat(decode(codec, codec.encode(readable))).isEqualTo(readable);
    assertThatThrownBy(() -> codec.encode(chain(StreamScan.DEEPEST + 1)))
        .hasMessageContaining("nested deeper");
    assertThatThrownBy(() -> codec.encode(chain(1_000_000)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("StackOverflowError");
  }

  private static Chain chain(int length) {
    Chain chain = new Chain(null);
    for (int i = 1; i < length; i++) {
      chain = new Chain(chain);
    }
    return chain;
  }

  @Test
  void decode_valueOfAnotherType_isRefused() {
    byte[] text = bind(TypeRef.of(String.class)).encode("secret");

    assertThatThrownBy(() -> decode(bind(TypeRef.of(Integer.class)), text))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("something else")
        .hasMessageNotContaining("secret");
  }
}
