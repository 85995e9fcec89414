package io.cachier.core.codec;

import io.cachier.core.type.ResolvedType;
import java.io.Externalizable;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Walks a declared type over the fields that Java serialization writes: to the classes that it
 * calls for, their shape, and whatever in it can't be written. One walk's own; not thread-safe.
 */
final class TypeWalk {
  private static final Set<Class<?>> OPTIONALS =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  private final AllowSetting extra;
  private final Set<ResolvedType> seen = new HashSet<>();
  private final Set<Class<?>> classes = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final Shape shape = new Shape();
  private final String subject;

  TypeWalk(ResolvedType type, AllowSetting extra) {
    this.extra = extra;
    this.subject = "type " + type;
    shape.addDeclared(type);
    visit(type, "");
  }

  Set<Class<?>> classes() {
    return classes;
  }

  List<String> problems() {
    return problems;
  }

  long fingerprint() {
    return shape.fingerprint();
  }

  private void visit(ResolvedType type, String path) {
    Class<?> raw = type.raw();
    if (raw.isPrimitive() || JdkClasses.VALUES.contains(raw) || !seen.add(type)) {
      return;
    }
    if (raw.isArray()) {
      visit(type.arguments().get(0), path + ", elements of an array");
    } else if (raw.isEnum()) {
      classes.add(raw);
      shape.addEnum(raw);
    } else if (isJdkCollection(raw)) {
      visitCollection(type, path);
    } else if (Modifier.isAbstract(raw.getModifiers())) {
      visitAbstract(type, path);
    } else {
      visitConcrete(type, path);
    }
  }

  private static boolean isJdkCollection(Class<?> raw) {
    return JdkClasses.COLLECTIONS.contains(raw)
        || (raw.isInterface()
            && JdkClasses.isJdk(raw)
            && (Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)));
  }

  private void visitCollection(ResolvedType type, String path) {
    classes.addAll(JdkClasses.COLLECTIONS);
    type.as(Collection.class)
        .ifPresent(as -> visit(as.arguments().get(0), path + ", elements of a collection"));
    type.as(Map.class)
        .ifPresent(
            as -> {
              visit(as.arguments().get(0), path + ", keys of a Map");
              visit(as.arguments().get(1), path + ", values of a Map");
            });
  }

  private void visitAbstract(ResolvedType type, String path) {
    Class<?> raw = type.raw();
    List<Class<?>> allowed = extra.subtypesOf(raw);
    if (raw.isSealed()) {
      visitPermitted(type, path);
    } else if (allowed.isEmpty() && !extra.names(raw.getName())) {
      report(path, raw, "may be of any class, so that no reader could tell which to trust");
    }
    for (Class<?> each : allowed) {
      visit(ResolvedType.of(each), path + ", allowed subtype of " + raw.getTypeName());
    }
    // The name of an interface in a stream creates nothing; arrays of it need it.
    classes.add(raw);
    if (!raw.isInterface() && Serializable.class.isAssignableFrom(raw)) {
      visitFields(type, path);
    }
  }

  private void visitPermitted(ResolvedType type, String path) {
    type.permitted()
        .forEach(each -> visit(each, path + ", subtype of " + type.raw().getTypeName()));
  }

  private void visitConcrete(ResolvedType type, String path) {
    Class<?> raw = type.raw();
    if (raw == Object.class) {
      visitAbstract(type, path);
    } else if (OPTIONALS.contains(raw)) {
      report(path, raw, "is not Serializable; use null for what is absent");
    } else if (!Serializable.class.isAssignableFrom(raw)) {
      report(path, raw, "is not Serializable; let it implement java.io.Serializable");
    } else {
      classes.add(raw);
      visitPermitted(type, path);
      if (!Externalizable.class.isAssignableFrom(raw)) {
        visitFields(type, path);
      }
    }
  }

  private void visitFields(ResolvedType type, String path) {
    Class<?> raw = type.raw();
    ObjectStreamField[] fields = ObjectStreamClass.lookup(raw).getFields();
    shape.addFields(raw, fields);
    for (ObjectStreamField field : fields) {
      visit(
          type.member(genericType(raw, field)),
          path + ", field '" + field.getName() + "' of " + raw.getTypeName());
    }
    Type above = raw.getGenericSuperclass();
    if (above != null && Serializable.class.isAssignableFrom(raw.getSuperclass())) {
      visitSuperclass(type.member(above), path);
    }
  }

  /** A superclass is written as a part of the object, so that it may well be abstract. */
  private void visitSuperclass(ResolvedType type, String path) {
    if (JdkClasses.VALUES.contains(type.raw()) || !seen.add(type)) {
      return;
    }
    if (isJdkCollection(type.raw())) {
      visitCollection(type, path);
    } else {
      classes.add(type.raw());
      visitFields(type, path);
    }
  }

  /** With its type arguments, if it is a field of the class and not made up by it. */
  static Type genericType(Class<?> owner, ObjectStreamField field) {
    try {
      Field declared = owner.getDeclaredField(field.getName());
      return declared.getType() == field.getType() ? declared.getGenericType() : field.getType();
    } catch (NoSuchFieldException e) {
      return field.getType();
    }
  }

  private void report(String path, Class<?> culprit, String reason) {
    problems.add(
        subject
            + path
            + ": "
            + culprit.getTypeName()
            + " "
            + reason
            + "; or declare a concrete type, allow classes by the setting codec.java.allow, or use"
            + " another codec");
  }
}
