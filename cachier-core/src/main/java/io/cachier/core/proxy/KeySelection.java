package io.cachier.core.proxy;

import io.cachier.CacheIgnore;
import io.cachier.CacheKey;
import io.cachier.CallOptions;
import io.cachier.core.type.ResolvedType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Tells which parameters of a method make its key, and which one is for the call's options. */
final class KeySelection {
  private final Parameter[] parameters;
  private final ResolvedType owner;
  private final List<String> problems;

  /**
   * Looks at a method's parameters.
   *
   * @param owner the method's interface, as the proxied one sees it
   * @param problems gets a sentence for each fault
   */
  KeySelection(Method method, ResolvedType owner, List<String> problems) {
    this.parameters = method.getParameters();
    this.owner = owner;
    this.problems = problems;
  }

  /** Whether a method's parameters have annotations that speak of keys. */
  static boolean isAnnotated(Method method) {
    for (Parameter parameter : method.getParameters()) {
      if (picked(parameter) || ignored(parameter)) {
        return true;
      }
    }
    return false;
  }

  OptionalInt options() {
    int[] positions =
        IntStream.range(0, parameters.length).filter(i -> isOptions(parameters[i])).toArray();
    if (positions.length > 1) {
      problems.add(
          positions.length
              + " parameters are of type CallOptions; keep one, a call has one policy");
    }
    return positions.length == 0 ? OptionalInt.empty() : OptionalInt.of(positions[0]);
  }

  List<ProxiedMethod.KeyParameter> key() {
    boolean picks = false;
    boolean ignores = false;
    for (int i = 0; i < parameters.length; i++) {
      picks |= picked(parameters[i]);
      ignores |= ignored(parameters[i]);
      check(i);
    }
    if (picks && ignores) {
      problems.add(
          "has both @CacheKey and @CacheIgnore; keep one kind: @CacheKey leaves out all others");
    }
    List<ProxiedMethod.KeyParameter> key = new ArrayList<>();
    for (int i = 0; i < parameters.length; i++) {
      if (!isOptions(parameters[i]) && (picks ? picked(parameters[i]) : !ignored(parameters[i]))) {
        key.add(
            new ProxiedMethod.KeyParameter(
                i, label(i), owner.member(parameters[i].getParameterizedType()).toType()));
      }
    }
    return key;
  }

  private void check(int position) {
    Parameter parameter = parameters[position];
    if (isOptions(parameter) && (picked(parameter) || ignored(parameter))) {
      problems.add(
          "argument '"
              + label(position)
              + "' has @"
              + (picked(parameter) ? "CacheKey" : "CacheIgnore")
              + " but CallOptions are never part of the key; remove it");
    }
    if (parameter.getType() == CallOptions[].class) {
      problems.add(
          "argument '" + label(position) + "' is an array of CallOptions; declare a single one");
    }
  }

  /** A parameter's name if the compiler kept it, else its place, from 1. */
  private String label(int position) {
    Parameter parameter = parameters[position];
    return parameter.isNamePresent() ? parameter.getName() : String.valueOf(position + 1);
  }

  private static boolean isOptions(Parameter parameter) {
    return parameter.getType() == CallOptions.class;
  }

  private static boolean picked(Parameter parameter) {
    return parameter.isAnnotationPresent(CacheKey.class);
  }

  private static boolean ignored(Parameter parameter) {
    return parameter.isAnnotationPresent(CacheIgnore.class);
  }
}
