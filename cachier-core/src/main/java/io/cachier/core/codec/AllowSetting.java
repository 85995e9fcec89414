package io.cachier.core.codec;

import io.cachier.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the user allows beyond the declared types.
 *
 * @param classes the classes named, as far as they exist
 * @param names what was named one by one
 * @param packages packages, not those below them, each ending with a dot
 */
record AllowSetting(List<Class<?>> classes, List<String> names, List<String> packages) {
  static final String NAME = "codec.java.allow";
  private static final Pattern WELL_FORMED = Pattern.compile("[\\w$]+(\\.[\\w$]+)*(\\.\\*)?");

  static AllowSetting read(Settings settings, @Nullable ClassLoader loader) {
    List<Class<?>> classes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> packages = new ArrayList<>();
    for (String entry : settings.text(NAME).orElse("").split(",", -1)) {
      String name = entry.strip();
      if (name.isEmpty()) {
        continue;
      }
      if (!WELL_FORMED.matcher(name).matches()) {
        settings.reject(
            NAME,
            "it must be class names (Outer$Inner for nested ones) or packages ending with .*,"
                + " separated by commas");
      } else if (name.endsWith(".*")) {
        packages.add(name.substring(0, name.length() - 1));
      } else {
        names.add(name);
        Class<?> found = find(name, loader);
        if (found == null) {
          settings.reject(NAME, "each class in it must be on the class path; " + name + " is not");
        } else {
          classes.add(found);
        }
      }
    }
    return new AllowSetting(List.copyOf(classes), List.copyOf(names), List.copyOf(packages));
  }

  boolean names(String className) {
    String itsPackage = className.substring(0, className.lastIndexOf('.') + 1);
    return names.contains(className) || packages.contains(itsPackage);
  }

  /** The classes named that may stand where a type is declared. */
  List<Class<?>> subtypesOf(Class<?> type) {
    return classes.stream().filter(type::isAssignableFrom).toList();
  }

  private static @Nullable Class<?> find(String name, @Nullable ClassLoader first) {
    Class<?> found = load(name, first);
    return found != null ? found : load(name, Thread.currentThread().getContextClassLoader());
  }

  private static @Nullable Class<?> load(String name, @Nullable ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
