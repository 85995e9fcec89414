package io.cachier.core.type;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A declared type with all its type arguments known: variables are replaced by what they are bound
 * to, wildcards and unbound variables by their upper bound. A value, so that a walk over types can
 * tell what it has seen; its nesting is bounded, so that such a walk ends even on types that grow
 * with every step.
 *
 * @param raw the class
 * @param arguments what its type parameters stand for; for an array its component type
 */
public record ResolvedType(Class<?> raw, List<ResolvedType> arguments) {
  private static final int DEEPEST = 16;
  private static final ResolvedType OBJECT = new ResolvedType(Object.class, List.of());

  /**
   * Copies the arguments.
   *
   * @param raw the class
   * @param arguments what its type parameters stand for; for an array its component type
   */
  public ResolvedType {
    arguments = List.copyOf(arguments);
  }

  /**
   * Resolves a type that stands alone.
   *
   * @param type any type
   * @return the type, with its variables replaced by their bounds
   */
  public static ResolvedType of(Type type) {
    return OBJECT.resolve(type, 0);
  }

  /**
   * Resolves the type of a member of this type.
   *
   * @param type the declared type of a field or component of {@link #raw()}
   * @return the type that it has in this type
   */
  public ResolvedType member(Type type) {
    return resolve(type, 0);
  }

  /**
   * Sees this type as one of its supertypes.
   *
   * @param supertype the class or interface
   * @return the supertype with its arguments; empty if this is no subtype of it
   */
  public Optional<ResolvedType> as(Class<?> supertype) {
    if (raw == supertype) {
      return Optional.of(this);
    }
    return directSupertypes(raw)
        .map(this::member)
        .filter(direct -> supertype.isAssignableFrom(direct.raw))
        .findFirst()
        .flatMap(direct -> direct.as(supertype));
  }

  /**
   * The subtypes that a sealed type permits, their variables bound as far as this type tells.
   *
   * @return the permitted subtypes; empty if the type is not sealed
   */
  public List<ResolvedType> permitted() {
    Class<?>[] permitted = raw.getPermittedSubclasses();
    return permitted == null ? List.of() : Arrays.stream(permitted).map(this::bindSubtype).toList();
  }

  /** Binds a subtype's variables where it hands them straight to this type. */
  private ResolvedType bindSubtype(Class<?> subtype) {
    List<Type> handedOn =
        directSupertypes(subtype)
            .filter(ParameterizedType.class::isInstance)
            .map(ParameterizedType.class::cast)
            .filter(direct -> direct.getRawType() == raw)
            .findFirst()
            .map(direct -> List.of(direct.getActualTypeArguments()))
            .orElse(List.of());
    List<ResolvedType> bound = new ArrayList<>();
    for (TypeVariable<?> variable : subtype.getTypeParameters()) {
      int index = handedOn.indexOf(variable);
      bound.add(
          index >= 0 && index < arguments.size()
              ? arguments.get(index)
              : OBJECT.resolve(variable, 0));
    }
    return new ResolvedType(subtype, bound);
  }

  /**
   * This type as reflection would give it, for those who read types themselves.
   *
   * @return a class, or a parameterized or array type without variables and wildcards
   */
  public Type toType() {
    if (raw.isArray()) {
      Type component = arguments.get(0).toType();
      return component instanceof Class<?> ? raw : new ArrayForm(component);
    }
    return arguments.isEmpty()
        ? raw
        : new ParameterizedForm(raw, arguments.stream().map(ResolvedType::toType).toList());
  }

  private static Stream<Type> directSupertypes(Class<?> type) {
    return Stream.concat(
        Stream.ofNullable(type.getGenericSuperclass()), Arrays.stream(type.getGenericInterfaces()));
  }

  private ResolvedType resolve(Type type, int depth) {
    if (depth > DEEPEST) {
      return OBJECT;
    }
    if (type instanceof Class<?> plain) {
      return resolvePlain(plain, depth);
    }
    if (type instanceof ParameterizedType parameterized) {
      return new ResolvedType(
          (Class<?>) parameterized.getRawType(),
          resolveAll(parameterized.getActualTypeArguments(), depth + 1));
    }
    if (type instanceof GenericArrayType array) {
      ResolvedType component = resolve(array.getGenericComponentType(), depth + 1);
      return new ResolvedType(component.raw.arrayType(), List.of(component));
    }
    if (type instanceof WildcardType wildcard) {
      return resolve(wildcard.getUpperBounds()[0], depth + 1);
    }
    return resolveVariable((TypeVariable<?>) type, depth);
  }

  private ResolvedType resolvePlain(Class<?> plain, int depth) {
    return new ResolvedType(
        plain,
        plain.isArray()
            ? List.of(resolve(plain.getComponentType(), depth + 1))
            : resolveAll(plain.getTypeParameters(), depth + 1));
  }

  private ResolvedType resolveVariable(TypeVariable<?> variable, int depth) {
    int index = List.<Type>of(raw.getTypeParameters()).indexOf(variable);
    return index >= 0 && index < arguments.size()
        ? arguments.get(index).cut(DEEPEST - depth)
        : OBJECT.resolve(variable.getBounds()[0], depth + 1);
  }

  private List<ResolvedType> resolveAll(Type[] types, int depth) {
    return Arrays.stream(types).map(each -> resolve(each, depth)).toList();
  }

  /** This type with everything nested deeper than the given number of levels taken as Object. */
  private ResolvedType cut(int levels) {
    if (levels <= 0) {
      return OBJECT;
    }
    return new ResolvedType(raw, arguments.stream().map(each -> each.cut(levels - 1)).toList());
  }

  /**
   * The type as it is written in Java.
   *
   * @return for example {@code java.util.List<java.lang.String>}
   */
  @Override
  public String toString() {
    if (raw.isArray()) {
      return arguments.get(0) + "[]";
    }
    return arguments.isEmpty()
        ? raw.getTypeName()
        : arguments.stream()
            .map(ResolvedType::toString)
            .collect(Collectors.joining(", ", raw.getTypeName() + "<", ">"));
  }
}
