package io.cachier.core.proxy;

import io.cachier.core.type.ResolvedType;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

/**
 * What a method returns, as far as caching minds.
 *
 * @param type what is cached; primitives in their box
 * @param asynchronous whether the method returns a stage that completes with it
 */
record ResultType(Type type, boolean asynchronous) {
  /**
   * Reads a method's result.
   *
   * @param owner the method's interface, as the proxied one sees it
   * @param problems gets a sentence for each fault
   */
  static ResultType of(Method method, ResolvedType owner, List<String> problems) {
    ResolvedType declared = owner.member(method.getGenericReturnType());
    Class<?> raw = declared.raw();
    boolean asynchronous = raw == CompletionStage.class || raw == CompletableFuture.class;
    ResolvedType cached = asynchronous ? declared.arguments().get(0) : declared;
    if (cached.raw() == void.class || cached.raw() == Void.class) {
      problems.add("returns " + declared + ", so there is nothing to cache; remove @Cached");
    } else if (isUsedUp(cached.raw())) {
      problems.add(
          "returns "
              + cached
              + ", which can be used once only; return a List or another value that stays");
    } else if (!asynchronous && isOtherStage(raw)) {
      problems.add(
          "returns "
              + declared
              + "; declare CompletionStage or CompletableFuture to have its"
              + " result cached");
    }
    return new ResultType(boxed(cached), asynchronous);
  }

  private static Type boxed(ResolvedType type) {
    return type.raw().isPrimitive()
        ? MethodType.methodType(type.raw()).wrap().returnType()
        : type.toType();
  }

  private static boolean isUsedUp(Class<?> raw) {
    return BaseStream.class.isAssignableFrom(raw) || Iterator.class.isAssignableFrom(raw);
  }

  private static boolean isOtherStage(Class<?> raw) {
    return Future.class.isAssignableFrom(raw) || CompletionStage.class.isAssignableFrom(raw);
  }
}
