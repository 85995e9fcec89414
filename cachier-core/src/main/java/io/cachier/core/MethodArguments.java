package io.cachier.core;

import io.cachier.core.key.ArgumentList;
import io.cachier.core.key.Arguments;
import io.cachier.core.key.KeyRemedy;
import io.cachier.core.key.LiveKeys;
import io.cachier.core.key.NoArgument;
import io.cachier.core.proxy.ProxiedMethod;
import io.cachier.core.proxy.ProxiedMethod.KeyParameter;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the arguments of a proxy's method are to the cache: keys, and to be checked. */
final class MethodArguments {
  private final ProxiedMethod method;
  private final int[] picked;

  /** What is in the key, and the call's options. */
  private final int[] checked;

  MethodArguments(ProxiedMethod method) {
    this.method = method;
    this.picked = method.key().stream().mapToInt(KeyParameter::position).toArray();
    this.checked = IntStream.concat(IntStream.of(picked), method.options().stream()).toArray();
  }

  Method method() {
    return method.method();
  }

  /** Keys equal to those of a function of the same name over the picked arguments. */
  Assembly.Keys<@Nullable Object[]> keys() {
    Map<String, Type> parameters = new LinkedHashMap<>();
    method.key().forEach(each -> parameters.put(each.label(), each.type()));
    int[] positions = picked;
    return new Assembly.Keys<>(
        parameters,
        given -> LiveKeys.of(given, positions),
        given -> listed(given, positions),
        KeyRemedy.ANNOTATE);
  }

  private static @Nullable Object listed(@Nullable Object[] given, int[] positions) {
    return switch (positions.length) {
      case 0 -> NoArgument.INSTANCE;
      case 1 -> given[positions[0]];
      case 2 -> new Arguments(given[positions[0]], given[positions[1]]);
      default -> new ArgumentList(Arrays.stream(positions).mapToObj(at -> given[at]).toArray());
    };
  }

  /**
   * The arguments, if they can be the method's.
   *
   * @throws IllegalArgumentException if one of those that matter can't, or their number is wrong
   */
  @Nullable Object[] checked(@Nullable Object[] given) {
    Class<?>[] types = method().getParameterTypes();
    if (given.length != types.length) {
      throw new IllegalArgumentException(
          method.signature()
              + " has "
              + types.length
              + " parameters but "
              + given.length
              + " arguments were given; give all of them, null for those that are not in the key");
    }
    for (int at : checked) {
      Object argument = given[at];
      Class<?> type = types[at];
      if (argument == null
          ? type.isPrimitive()
          : !RawTypes.boxedRawType(type).isInstance(argument)) {
        throw new IllegalArgumentException(
            "argument "
                + (at + 1)
                + " of "
                + method.signature()
                + " must be a "
                + type.getTypeName()
                + " but was "
                + (argument == null ? "null" : "a " + argument.getClass().getTypeName()));
      }
    }
    return given;
  }

  /**
   * The result, if it can be the method's.
   *
   * @throws IllegalArgumentException if it can't
   */
  @Nullable Object checkedResult(@Nullable Object result) {
    Class<?> type = RawTypes.boxedRawType(method.result());
    boolean primitive = method().getReturnType().isPrimitive();
    if (result == null ? primitive : !type.isInstance(result)) {
      throw new IllegalArgumentException(
          "the result of "
              + method.signature()
              + " must be a "
              + type.getTypeName()
              + " but was "
              + (result == null ? "null" : "a " + result.getClass().getTypeName()));
    }
    return result;
  }
}
