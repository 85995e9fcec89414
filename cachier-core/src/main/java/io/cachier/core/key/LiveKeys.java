package io.cachier.core.key;

import io.cachier.core.type.ResolvedType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys for backends in this process: the argument itself, compared by its own {@code equals}.
 * Arrays, whose own is identity, are copied and compared deeply.
 */
public final class LiveKeys {
  private static final int DEEPEST_ARRAY = 64;

  private LiveKeys() {}

  private enum NullArgument {
    INSTANCE;

    @Override
    public String toString() {
      return "null";
    }
  }

  /**
   * Gives the key of an argument.
   *
   * @param argument the argument; {@link Arguments} for two
   * @return the argument as it is, without allocation, unless it is null or holds an array
   * @throws UnstableKeyException if an array holds itself
   */
  public static Object of(@Nullable Object argument) {
    if (argument == null) {
      return NullArgument.INSTANCE;
    }
    if (argument instanceof Arguments two && (isArray(two.first()) || isArray(two.second()))) {
      return of(two.first(), two.second());
    }
    return isArray(argument) ? new ArrayKey(copy(argument, 0)) : argument;
  }

  /**
   * Gives the key of two arguments.
   *
   * @param first the first argument
   * @param second the second argument
   * @return both as one, arrays wrapped
   * @throws UnstableKeyException if an array holds itself
   */
  public static Object of(@Nullable Object first, @Nullable Object second) {
    return new Arguments(isArray(first) ? of(first) : first, isArray(second) ? of(second) : second);
  }

  /**
   * Gives the key of some of the arguments of a call.
   *
   * @param all the arguments
   * @param picked which of them make the key, in the key's order
   * @return the same key that a function of the picked arguments has
   * @throws UnstableKeyException if an array holds itself
   */
  public static Object of(@Nullable Object[] all, int[] picked) {
    return switch (picked.length) {
      case 0 -> NoArgument.INSTANCE;
      case 1 -> of(all[picked[0]]);
      case 2 -> of(all[picked[0]], all[picked[1]]);
      default -> {
        @Nullable Object[] elements = new Object[picked.length];
        for (int i = 0; i < picked.length; i++) {
          Object argument = all[picked[i]];
          elements[i] = isArray(argument) ? of(argument) : argument;
        }
        yield new ArgumentList(elements);
      }
    };
  }

  /**
   * Finds what is known to be wrong with a type of arguments: two equal-looking values of a class
   * without {@code equals} are different keys, so that nothing would ever be found.
   *
   * @param parameterName names the argument in the sentences
   * @param type the declared type
   * @param remedy how the key can be made otherwise, such as {@link KeyRemedy#KEYED_BY}
   * @return one sentence each; empty if nothing is known to be wrong
   */
  public static List<String> problems(String parameterName, Type type, String remedy) {
    String subject = "argument '" + parameterName + "': ";
    ResolvedType resolved = ResolvedType.of(type);
    List<String> problems = new ArrayList<>();
    if (comparesByIdentity(resolved.raw())) {
      problems.add(
          subject
              + resolved.raw().getTypeName()
              + " does not override equals, so that no two arguments are the same key; use a"
              + " record, override equals and hashCode, or "
              + remedy);
    }
    if (!resolved.raw().isArray() && holdsArray(resolved, new HashSet<>())) {
      problems.add(
          subject
              + resolved
              + " holds an array, which its equals compares by identity, so that no two arguments are"
              + " the same key; use a List there, or "
              + remedy);
    }
    return List.copyOf(problems);
  }

  /**
   * An array that is the argument itself is wrapped; one inside a record or collection can't be.
   */
  private static boolean holdsArray(ResolvedType type, Set<ResolvedType> seen) {
    if (type.raw().isArray()) {
      return true;
    }
    if (!seen.add(type)) {
      return false;
    }
    if (type.raw().isRecord() && declaresNoEquals(type.raw())) {
      return Arrays.stream(type.raw().getRecordComponents())
          .anyMatch(part -> holdsArray(type.member(part.getGenericType()), seen));
    }
    return isContainer(type.raw())
        && type.arguments().stream().anyMatch(argument -> holdsArray(argument, seen));
  }

  private static boolean isContainer(Class<?> type) {
    return Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type)
        || type == Optional.class;
  }

  /** A record whose author wrote its equals may well compare arrays by content. */
  private static boolean declaresNoEquals(Class<?> recordType) {
    try {
      Method equals = recordType.getDeclaredMethod("equals", Object.class);
      // The compiler's own is final; an author's is not unless he says so.
      return Modifier.isFinal(equals.getModifiers());
    } catch (NoSuchMethodException e) {
      return true;
    }
  }

  private static boolean comparesByIdentity(Class<?> type) {
    if (type.isPrimitive()
        || type.isArray()
        || type == Object.class
        || type == Class.class
        || Modifier.isAbstract(type.getModifiers())
        || Enum.class.isAssignableFrom(type)) {
      return false;
    }
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      if (Arrays.stream(each.getDeclaredMethods()).anyMatch(LiveKeys::isEquals)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEquals(Method method) {
    return method.getName().equals("equals")
        && method.getParameterCount() == 1
        && method.getParameterTypes()[0] == Object.class;
  }

  private static boolean isArray(@Nullable Object value) {
    return value != null && value.getClass().isArray();
  }

  /** A key must not change with the caller's array. */
  private static Object copy(Object array, int depth) {
    if (depth > DEEPEST_ARRAY) {
      throw new UnstableKeyException(
          "an argument of "
              + array.getClass().getTypeName()
              + " holds arrays deeper than "
              + DEEPEST_ARRAY
              + ", or itself; give the key by keyedBy(...)");
    }
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    if (array instanceof Object[] from && copy instanceof Object[] to) {
      for (int i = 0; i < length; i++) {
        Object element = from[i];
        to[i] = isArray(element) ? copy(element, depth + 1) : element;
      }
    } else {
      System.arraycopy(array, 0, copy, 0, length);
    }
    return copy;
  }

  private static final class ArrayKey {
    /** In a box of its own, so that one deep comparison does for every kind of array. */
    private final Object[] box;

    private final int hash;

    ArrayKey(Object array) {
      this.box = new Object[] {array};
      this.hash = Arrays.deepHashCode(box);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ArrayKey that
          && hash == that.hash
          && box[0].getClass() == that.box[0].getClass()
          && Arrays.deepEquals(box, that.box);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    /** As the array itself would be told. */
    @Override
    public String toString() {
      String boxed = Arrays.deepToString(box);
      return boxed.substring(1, boxed.length() - 1);
    }
  }
}
