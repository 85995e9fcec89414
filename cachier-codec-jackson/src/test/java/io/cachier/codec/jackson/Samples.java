package io.cachier.codec.jackson;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import io.cachier.TypeRef;
import io.cachier.tck.CodecSample;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Types that Jackson takes besides those that every codec does, each with a value. */
final class Samples {
  private Samples() {}

  sealed interface Shape permits Circle, Square, Shape.Joined, Plain {
    record Joined(Shape one, @Nullable Shape other) implements Shape {}
  }

  record Circle(int radius) implements Shape {}

  record Square(Optional<String> label) implements Shape {}

  enum Plain implements Shape {
    DOT
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Dog.class, name = "dog"),
    @JsonSubTypes.Type(value = Cat.class, name = "cat")
  })
  interface Animal {}

  record Dog(String name) implements Animal {}

  record Cat(int lives) implements Animal {}

  record Zoo(
      List<Animal> animals,
      @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
          @JsonSubTypes({@JsonSubTypes.Type(Wheel.class), @JsonSubTypes.Type(Wing.class)})
          Part part) {}

  interface Part {}

  record Wheel(int spokes) implements Part {}

  record Wing(String feather) implements Part {}

  record Empty() {}

  record Price(@JsonValue long cents) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Price of(long cents) {
      return new Price(cents);
    }
  }

  static final class Immutable {
    private final String name;
    private final transient int cached;
    private final List<Instant> moments;

    @JsonCreator
    Immutable(@JsonProperty("name") String name, @JsonProperty("moments") List<Instant> moments) {
      this.name = name;
      this.moments = List.copyOf(moments);
      this.cached = name.length();
    }

    /** No part of the value, and not to be asked. */
    @SuppressWarnings("DoNotCallSuggester") // for Jackson to call, if it asked getters
    public String getDerived() {
      throw new IllegalStateException("asked for what is derived of " + cached);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Immutable that
          && name.equals(that.name)
          && moments.equals(that.moments);
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, moments);
    }
  }

  record Inner(int a, Circle circle) {}

  static final class Outer {
    @JsonUnwrapped private @Nullable Inner inner;
    private int b;

    static Outer of(Inner inner, int b) {
      Outer outer = new Outer();
      outer.inner = inner;
      outer.b = b;
      return outer;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Outer that && Objects.equals(inner, that.inner) && b == that.b;
    }

    @Override
    public int hashCode() {
      return Objects.hash(inner, b);
    }
  }

  static List<CodecSample<?>> all() {
    List<CodecSample<?>> all = new ArrayList<>(ownTypes());
    all.addAll(jdkTypes());
    return all;
  }

  private static List<CodecSample<?>> ownTypes() {
    Shape shape = new Shape.Joined(new Circle(1), new Shape.Joined(Plain.DOT, null));
    return List.of(
        CodecSample.of(Shape.class, shape),
        CodecSample.of(Shape.class, Plain.DOT),
        new CodecSample<>(
            new TypeRef<List<Shape>>() {},
            List.of(new Square(Optional.of("s")), new Square(Optional.empty()))),
        CodecSample.of(Circle.class, new Circle(2)),
        CodecSample.of(Animal.class, new Dog("Rex")),
        CodecSample.of(Zoo.class, new Zoo(List.of(new Cat(9), new Dog("a")), new Wing("b"))),
        CodecSample.of(Empty.class, new Empty()),
        CodecSample.of(Price.class, new Price(1)),
        new CodecSample<>(
            new TypeRef<Map<DayOfWeek, Price>>() {}, Map.of(DayOfWeek.FRIDAY, new Price(2))),
        CodecSample.of(Immutable.class, new Immutable("x", List.of(Instant.MAX))),
        CodecSample.of(Outer.class, Outer.of(new Inner(1, new Circle(2)), 3)));
  }

  @SuppressWarnings("JavaUtilDate") // users keep them in values
  private static List<CodecSample<?>> jdkTypes() {
    return List.of(
        new CodecSample<>(new TypeRef<Optional<String>>() {}, Optional.of("a")),
        new CodecSample<>(new TypeRef<Optional<String>>() {}, Optional.empty()),
        new CodecSample<>(
            new TypeRef<List<Optional<Circle>>>() {},
            List.of(Optional.empty(), Optional.of(new Circle(1)))),
        CodecSample.of(OptionalInt.class, OptionalInt.of(-1)),
        CodecSample.of(OptionalInt.class, OptionalInt.empty()),
        CodecSample.of(OptionalLong.class, OptionalLong.of(Long.MIN_VALUE)),
        CodecSample.of(OptionalDouble.class, OptionalDouble.of(Double.NaN)),
        CodecSample.of(URI.class, URI.create("a:b?c=%20")),
        CodecSample.of(URI.class, URI.create("")),
        CodecSample.of(Currency.class, Currency.getInstance("CHF")),
        CodecSample.of(Locale.class, Locale.FRANCE),
        CodecSample.of(Locale.class, Locale.ROOT),
        CodecSample.of(Locale.class, Locale.forLanguageTag("zh-Hant-TW")),
        CodecSample.of(Locale.class, Locale.forLanguageTag("th-TH-u-nu-thai")),
        CodecSample.of(Date.class, new Date(Long.MAX_VALUE)),
        CodecSample.of(Date.class, new Date(-1)),
        new CodecSample<>(
            new TypeRef<EnumSet<DayOfWeek>>() {}, EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY)),
        new CodecSample<>(
            new TypeRef<ConcurrentHashMap<Character, Date>>() {},
            new ConcurrentHashMap<>(Map.of('\0', new Date(0)))),
        new CodecSample<>(
            new TypeRef<Map<Double, Boolean>>() {}, Map.of(Double.NaN, true, -0.0, false)),
        new CodecSample<>(new TypeRef<Map<URI, byte[]>>() {}, Map.of(URI.create("a"), new byte[9])),
        new CodecSample<>(new TypeRef<ArrayDeque<String>[]>() {}, emptyArray()));
  }

  @SuppressWarnings("unchecked")
  private static ArrayDeque<String>[] emptyArray() {
    return (ArrayDeque<String>[]) new ArrayDeque<?>[0];
  }
}
