package io.cachier.tck;

import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The value classes of the contract. Not public, as many value classes are not. */
final class CodecTypes {
  private CodecTypes() {}

  record Point(int x, double y) implements Serializable {}

  record Box<T extends @Nullable Object>(String label, @Nullable T content)
      implements Serializable {}

  record Node(String name, @Nullable Node next) implements Serializable {
    static Node ofDepth(int depth) {
      Node node = new Node("n", null);
      for (int i = 1; i < depth; i++) {
        node = new Node("n", node);
      }
      return node;
    }
  }

  record Order(
      long id,
      Mood mood,
      BigDecimal total,
      LocalDate day,
      List<Box<Point>> boxes,
      Map<String, Set<Integer>> ranks,
      @Nullable String note)
      implements Serializable {}

  enum Mood {
    CALM,
    WILD {
      @Override
      boolean isLoud() {
        return true;
      }
    };

    boolean isLoud() {
      return false;
    }
  }

  /** A class as they were written before there were records. */
  static class Person implements Serializable {
    private static final long serialVersionUID = 1L;
    private @Nullable String name;
    private int age;
    private @Nullable List<Point> path;

    Person() {}

    static Person of(String name, int age, Point... path) {
      Person person = new Person();
      person.setName(name);
      person.setAge(age);
      person.setPath(List.of(path));
      return person;
    }

    public @Nullable String getName() {
      return name;
    }

    public void setName(@Nullable String name) {
      this.name = name;
    }

    public int getAge() {
      return age;
    }

    public void setAge(int age) {
      this.age = age;
    }

    public @Nullable List<Point> getPath() {
      return path;
    }

    public void setPath(@Nullable List<Point> path) {
      this.path = path;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Person that
          && Objects.equals(name, that.name)
          && age == that.age
          && Objects.equals(path, that.path);
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, age, path);
    }
  }

  /** Of any class: no reader could tell which to trust. */
  interface Anything extends Serializable {}

  record Holder(String name, Object anything) implements Serializable {}

  /** May hold itself. */
  static class Knot implements Serializable {
    private static final long serialVersionUID = 1L;
    public @Nullable Knot next;
  }

  /** Can't be written: it throws where a codec looks for what it holds. */
  static class Grudge implements Serializable {
    private static final long serialVersionUID = 1L;
    private List<String> names = new Sulking();

    public List<String> getNames() {
      return names;
    }

    public void setNames(List<String> names) {
      this.names = names;
    }
  }

  private static final class Sulking extends java.util.ArrayList<String> {
    private static final long serialVersionUID = 1L;

    private static IllegalStateException refusal() {
      return new IllegalStateException("this list is not to be looked at");
    }

    @Override
    public java.util.Iterator<String> iterator() {
      throw refusal();
    }

    @Override
    public String get(int index) {
      throw refusal();
    }

    @Override
    public int size() {
      throw refusal();
    }

    private void writeObject(ObjectOutputStream out) {
      throw refusal();
    }
  }
}
