package io.cachier.tck;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers which classes it was asked for, and defines some of the contract's own anew. */
final class WatchedLoader extends ClassLoader {
  /** The class that must not be loaded; a literal of it might. */
  static final String CANARY = "io.cachier.tck.CodecCanary";

  private final Set<String> defined;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  WatchedLoader(Class<?> witness, String canary) {
    super(WatchedLoader.class.getClassLoader());
    this.defined = Set.of(witness.getName(), canary);
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  void forget() {
    asked.clear();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    asked.add(name);
    if (!defined.contains(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = in.readAllBytes();
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
