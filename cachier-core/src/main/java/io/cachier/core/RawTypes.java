package io.cachier.core;

import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** The class behind a type. */
final class RawTypes {
  private RawTypes() {}

  /** The class of which every value of the type is an instance; a primitive's box. */
  static Class<?> boxedRawType(Type type) {
    if (type instanceof Class<?> plain) {
      return MethodType.methodType(plain).wrap().returnType();
    }
    if (type instanceof ParameterizedType parameterized) {
      return boxedRawType(parameterized.getRawType());
    }
    if (type instanceof GenericArrayType array) {
      return boxedRawType(array.getGenericComponentType()).arrayType();
    }
    return Object.class;
  }
}
