package io.cachier.core.codec;

import io.cachier.core.type.ResolvedType;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The shape of a type as far as stored bytes depend on it. Java serialization fills a field that
 * the bytes lack with null or zero, and drops one that the class lacks, both silently; so any
 * change of a user's class makes another fingerprint. Classes of the JDK keep their streams
 * compatible, and an upgrade shall not empty the cache: they are left out.
 */
final class Shape {
  /** Sorted, so that the order of the walk doesn't matter. */
  private final TreeSet<String> lines = new TreeSet<>();

  void addDeclared(ResolvedType type) {
    lines.add("declared " + type);
  }

  void addEnum(Class<?> type) {
    if (!JdkClasses.isJdk(type)) {
      lines.add("enum " + type.getName());
    }
  }

  void addFields(Class<?> type, ObjectStreamField[] fields) {
    if (!JdkClasses.isJdk(type)) {
      lines.add(
          Arrays.stream(fields)
              .map(each -> each.getName() + ":" + TypeWalk.genericType(type, each).getTypeName())
              .sorted()
              .collect(
                  Collectors.joining(",", "class " + type.getName() + version(type) + " ", "")));
    }
  }

  /** Only a declared version: a computed one differs between compilers. */
  private static String version(Class<?> type) {
    boolean declared =
        Arrays.stream(type.getDeclaredFields())
            .anyMatch(each -> each.getName().equals("serialVersionUID"));
    return declared ? " " + ObjectStreamClass.lookup(type).getSerialVersionUID() : "";
  }

  long fingerprint() {
    try {
      byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java promises SHA-256, but this one lacks it", e);
    }
  }
}
