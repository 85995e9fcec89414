package io.cachier.core.key;

import io.cachier.core.type.ResolvedType;
import io.cachier.spi.KeyEncoder;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Walks a declared type to whatever in it has no stable key. One walk's own; not thread-safe. */
final class KeyTypes {
  private final KeyEncoders encoders;
  private final Set<ResolvedType> seen = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final String subject;
  private final String remedy;

  KeyTypes(String subject, KeyEncoders encoders, String remedy) {
    this.subject = subject;
    this.encoders = encoders;
    this.remedy = remedy;
  }

  List<String> problems(ResolvedType type) {
    check(type, "");
    return List.copyOf(problems);
  }

  static String refusal(Class<?> type, String remedy) {
    return type.getTypeName()
        + " has no key that is the same in every process; declare a type that has (a record, an"
        + " enum, a JDK value type, or a List, Set, Map or array of these), "
        + remedy
        + ", or add a KeyEncoder for it";
  }

  private void check(ResolvedType type, String path) {
    if (!seen.add(type)) {
      return;
    }
    Class<?> raw = type.raw();
    List<KeyEncoder<?>> candidates = encoders.mostSpecific(raw);
    if (candidates.size() > 1) {
      report(path, KeyEncoders.ambiguous(raw, candidates));
    } else if (candidates.isEmpty() && !isScalar(raw)) {
      checkParts(type, path);
    }
  }

  private static boolean isScalar(Class<?> raw) {
    return raw.isPrimitive()
        || raw == Void.class
        || raw == NoArgument.class
        || Enum.class.isAssignableFrom(raw)
        || ZoneId.class.isAssignableFrom(raw)
        || (KeySteps.isKnown(raw) && raw != Optional.class);
  }

  private void checkParts(ResolvedType type, String path) {
    Class<?> raw = type.raw();
    if (raw.isArray()) {
      check(type.arguments().get(0), path + ", elements of an array");
    } else if (raw == Optional.class) {
      check(type.arguments().get(0), path + ", content of an Optional");
    } else if (raw.isRecord()) {
      checkRecord(type, path);
    } else if (List.class.isAssignableFrom(raw)) {
      checkArguments(type, List.class, path, "elements of a List");
    } else if (Set.class.isAssignableFrom(raw)) {
      checkArguments(type, Set.class, path, "elements of a Set");
    } else if (Map.class.isAssignableFrom(raw)) {
      checkArguments(type, Map.class, path, "keys of a Map", "values of a Map");
    } else if (isClosed(raw)) {
      type.permitted().forEach(each -> check(each, path + ", subtype of " + raw.getTypeName()));
    } else {
      report(path, refusal(raw, remedy));
    }
  }

  /** Whether every value is of a permitted subtype. */
  private static boolean isClosed(Class<?> raw) {
    return raw.isSealed() && Modifier.isAbstract(raw.getModifiers());
  }

  private void checkRecord(ResolvedType type, String path) {
    Class<?> raw = type.raw();
    if (!RecordStep.isReadable(raw)) {
      report(path, RecordStep.unreadable(raw, remedy));
    }
    for (RecordComponent component : raw.getRecordComponents()) {
      check(
          type.member(component.getGenericType()),
          path + ", component '" + component.getName() + "' of record " + raw.getTypeName());
    }
  }

  private void checkArguments(ResolvedType type, Class<?> container, String path, String... roles) {
    List<ResolvedType> arguments = type.as(container).orElseThrow().arguments();
    for (int i = 0; i < roles.length; i++) {
      check(arguments.get(i), path + ", " + roles[i]);
    }
  }

  private void report(String path, String problem) {
    problems.add(subject + path + ": " + problem);
  }
}
