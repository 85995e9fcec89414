package io.cachier.core.proxy;

import io.cachier.Cached;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.OptionalInt;

/**
 * What an interface says of one method that is to be cached.
 *
 * @param declarations the method; and the same one as further interfaces declare it
 * @param settings its annotation
 * @param name the function's name
 * @param key the parameters that make the key, in their order
 * @param options the position of the parameter for the call's options, if there is one
 * @param result what is cached: the method's type, or what its stages complete with; primitives in
 *     their box
 * @param asynchronous whether it returns a stage
 */
public record ProxiedMethod(
    List<Method> declarations,
    Cached settings,
    String name,
    List<KeyParameter> key,
    OptionalInt options,
    Type result,
    boolean asynchronous) {
  /**
   * A parameter that is part of the key.
   *
   * @param position its place in the method's list, from 0
   * @param label names it in sentences
   * @param type its type, variables resolved
   */
  public record KeyParameter(int position, String label, Type type) {}

  /**
   * Copies the lists.
   *
   * @param declarations as the component
   * @param settings as the component
   * @param name as the component
   * @param key as the component
   * @param options as the component
   * @param result as the component
   * @param asynchronous as the component
   */
  public ProxiedMethod {
    declarations = List.copyOf(declarations);
    key = List.copyOf(key);
  }

  /**
   * The method itself.
   *
   * @return of several declarations the one that says most of its result
   */
  public Method method() {
    return declarations.get(0);
  }

  /**
   * The method, for sentences.
   *
   * @return for example {@code forecast(String, LocalDate)}
   */
  public String signature() {
    return Signatures.readable(method());
  }
}
