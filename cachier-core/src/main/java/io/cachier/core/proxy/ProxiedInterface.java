package io.cachier.core.proxy;

import io.cachier.Cached;
import io.cachier.core.type.ResolvedType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An interface as its proxy will serve it: the methods that are to be cached, and the calls of all
 * others. Notes every fault instead of throwing at the first. Not thread-safe.
 */
public final class ProxiedInterface {
  private final Class<?> type;
  private final Object target;
  private final Optional<String> proxyName;
  private final List<String> problems = new ArrayList<>();
  private final List<ProxiedMethod> cached = new ArrayList<>();
  private final Map<Method, MethodCall> direct = new LinkedHashMap<>();
  private final Map<Method, Method> bridged = new LinkedHashMap<>();

  private ProxiedInterface(Class<?> type, Object target, Optional<String> proxyName) {
    this.type = type;
    this.target = target;
    this.proxyName = proxyName;
  }

  /**
   * Reads an interface.
   *
   * @param type what should be an interface
   * @param target what should implement it
   * @param proxyName the proxy's own name; empty: its interface's
   * @return what was found
   */
  public static ProxiedInterface read(Class<?> type, Object target, Optional<String> proxyName) {
    ProxiedInterface read = new ProxiedInterface(type, target, proxyName);
    read.checkType();
    if (read.problems.isEmpty()) {
      read.readMethods();
    }
    return read;
  }

  /**
   * What is wrong with it.
   *
   * @return one sentence each, methods named; empty if the proxy can be made
   */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * The methods that are to be cached.
   *
   * @return in the order of their signatures
   */
  public List<ProxiedMethod> cached() {
    return List.copyOf(cached);
  }

  /**
   * The calls of all its methods, those of {@link Object} excepted.
   *
   * @param ofCached the calls of the cached ones
   * @return the calls by method
   */
  public Map<Method, MethodCall> calls(Map<ProxiedMethod, ? extends MethodCall> ofCached) {
    Map<Method, MethodCall> calls = new HashMap<>(direct);
    ofCached.forEach(
        (method, call) -> method.declarations().forEach(each -> calls.put(each, call)));
    bridged.forEach(
        (bridge, narrow) -> {
          MethodCall call = calls.get(narrow);
          if (call != null) {
            calls.put(bridge, Bridges.call(narrow, call));
          }
        });
    return calls;
  }

  private void checkType() {
    if (!type.isInterface() || type.isAnnotation()) {
      problems.add(
          type.getTypeName()
              + " is no interface; give an interface, and the object that implements it as the"
              + " target");
    } else if (type.isSealed() || type.isHidden()) {
      problems.add(
          type.getTypeName()
              + " is sealed or hidden, so that no proxy may implement it; give an open interface");
    } else if (!type.isInstance(target)) {
      problems.add(
          "the target was a "
              + target.getClass().getName()
              + " but it must implement "
              + type.getTypeName());
    }
    if (proxyName.isPresent() && proxyName.get().isBlank()) {
      problems.add("name was '" + proxyName.get() + "' but it must not be blank");
    }
  }

  private void readMethods() {
    boolean annotated = refuseWhatNoProxySees();
    // Read once: every reading gives other objects, and accessible is the object, not the method.
    List<Method> methods = Declarations.instanceMethods(type);
    Bridges bridges = new Bridges(type, methods);
    for (Method method : methods) {
      if (!TargetCall.isReachable(method, target)) {
        problems.add(closed(method));
      } else if (method.isBridge()) {
        bridges.target(method).ifPresent(narrow -> bridged.put(method, narrow));
      }
    }
    for (List<Method> declarations : Declarations.bySignature(methods)) {
      annotated |= declarations.stream().anyMatch(each -> each.isAnnotationPresent(Cached.class));
      readMethod(declarations);
    }
    if (!annotated) {
      problems.add(
          "no method of "
              + type.getTypeName()
              + " has @Cached; annotate the interface's methods, not those of a class");
    }
    refuseSharedNames();
  }

  /** Whether any such method is annotated. */
  private boolean refuseWhatNoProxySees() {
    List<Method> unseen = Declarations.cachedUnseen(type);
    for (Method method : unseen) {
      report(
          method,
          "has @Cached but it is static, private or a method of Object, whose calls do not reach the"
              + " cache; remove @Cached, or move it to a method that is declared for"
              + " implementations");
    }
    return !unseen.isEmpty();
  }

  private String closed(Method method) {
    Class<?> declaring = method.getDeclaringClass();
    return Signatures.readable(method)
        + ": the engine may not call it; make "
        + declaring.getTypeName()
        + " public in an exported package, or open package "
        + declaring.getPackageName()
        + " of module "
        + declaring.getModule().getName()
        + " to "
        + getClass().getModule().getName();
  }

  private void readMethod(List<Method> declarations) {
    Method first = declarations.get(0);
    if (!Declarations.sayTheSame(declarations)) {
      report(
          first,
          "is inherited from "
              + declarations.stream().map(each -> each.getDeclaringClass().getTypeName()).toList()
              + ", which do not say the same of caching; declare it in "
              + type.getTypeName()
              + " with the annotations that shall hold");
      return;
    }
    Cached settings = first.getAnnotation(Cached.class);
    if (settings == null) {
      if (KeySelection.isAnnotated(first)) {
        report(first, "has @CacheKey or @CacheIgnore but no @Cached; add it, or remove them");
      }
      declarations.forEach(each -> direct.put(each, new TargetCall(each, target)));
    } else {
      readCached(declarations, settings);
    }
  }

  private void readCached(List<Method> declarations, Cached settings) {
    Method method = declarations.get(0);
    List<String> faults = new ArrayList<>();
    ResolvedType owner = ResolvedType.of(type).as(method.getDeclaringClass()).orElseThrow();
    ResultType result = ResultType.of(method, owner, faults);
    KeySelection selection = new KeySelection(method, owner, faults);
    ProxiedMethod read =
        new ProxiedMethod(
            declarations,
            settings,
            name(method, settings),
            selection.key(),
            selection.options(),
            result.type(),
            result.asynchronous());
    faults.forEach(fault -> report(method, fault));
    cached.add(read);
  }

  private String name(Method method, Cached settings) {
    if (settings.name().isEmpty()) {
      return Signatures.derivedName(proxyName.orElse(type.getName()), method);
    }
    return proxyName.map(own -> own + ".").orElse("") + settings.name();
  }

  private void refuseSharedNames() {
    Map<String, Method> owners = new LinkedHashMap<>();
    for (ProxiedMethod each : cached) {
      Method other = owners.putIfAbsent(each.name(), each.method());
      if (other != null) {
        report(
            each.method(),
            "name was '"
                + each.name()
                + "' but "
                + Signatures.readable(other)
                + " has it too; give each method a name of its own");
      }
    }
  }

  private void report(Method method, String problem) {
    problems.add(Signatures.readable(method) + ": " + problem);
  }
}
