package io.cachier.core;

import io.cachier.CachedMethod;
import io.cachier.ConfigurationException;
import io.cachier.TypeRef;
import io.cachier.core.proxy.Interception;
import io.cachier.core.proxy.ProxiedInterface;
import io.cachier.core.proxy.ProxiedMethod;
import io.cachier.core.proxy.TargetCall;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the proxy of an interface: a cached function of each annotated method. All faults of all
 * methods are told together, and then nothing is built.
 */
final class ProxyAssembly<T> {
  private final CoreCachier root;
  private final Class<T> type;
  private final T target;
  private final Optional<String> name;

  ProxyAssembly(CoreCachier root, Class<T> type, T target, Optional<String> name) {
    this.root = root;
    this.type = type;
    this.target = target;
    this.name = name;
  }

  /** A method, and what it takes to build its function. */
  private record Planned(
      ProxiedMethod method,
      PolicyDraft settings,
      MethodArguments arguments,
      Assembly<@Nullable Object[], @Nullable Object> assembly) {}

  T build() {
    refuseAtOnce();
    ProxiedInterface read = ProxiedInterface.read(type, target, name);
    List<String> problems = new ArrayList<>(read.problems());
    List<Planned> planned = new ArrayList<>();
    boolean taken = false;
    for (ProxiedMethod method : read.cached()) {
      taken |= root.hasFunction(method.name());
      planned.add(plan(method, problems));
    }
    if (taken) {
      problems.add(
          "another proxy of this interface is here, or a function of such a name; give this one a"
              + " name of its own by proxy(type, target, name)");
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(subject(), problems);
    }
    return open(read, planned);
  }

  /** What makes all else meaningless. */
  @SuppressWarnings("ConstantValue") // nothing but the target's type says that it is not null
  private void refuseAtOnce() {
    if (target == null) {
      throw new ConfigurationException(
          subject(), List.of("the target was null; give the object that computes"));
    }
    if (root.parts().switches().closed()) {
      throw new ConfigurationException(
          subject(), List.of("the Cachier is closed; make proxies before that"));
    }
  }

  private Planned plan(ProxiedMethod method, List<String> problems) {
    List<String> own = new ArrayList<>();
    PolicyDraft settings = AnnotatedPolicy.read(method.settings(), root.defaults().metrics, own);
    MethodArguments arguments = new MethodArguments(method);
    TargetCall call = new TargetCall(method.method(), target);
    Assembly<@Nullable Object[], @Nullable Object> assembly = assembly(method, call);
    own.addAll(assembly.problems(settings, arguments.keys()));
    own.forEach(problem -> problems.add(method.signature() + ": " + problem));
    return new Planned(method, settings, arguments, assembly);
  }

  private Assembly<@Nullable Object[], @Nullable Object> assembly(
      ProxiedMethod method, TargetCall call) {
    if (!method.asynchronous()) {
      return new Assembly<>(
          root, method.name(), resultType(method), arguments -> run(call, arguments));
    }
    Function<@Nullable Object[], CompletionStage<?>> stages =
        arguments -> (CompletionStage<?>) run(call, arguments);
    return new Assembly<>(
        root,
        method.name(),
        resultType(method),
        new AwaitedFunction<>(stages),
        AsyncRun.ofStages(stages));
  }

  // A stage may be null where its method breaks its promise, and is then the method's own fault.
  @SuppressWarnings("NullAway")
  private Object run(TargetCall call, @Nullable Object[] arguments) {
    try {
      return call.invoke(target, arguments);
    } catch (Throwable failure) {
      throw Sneaky.rethrow(failure);
    }
  }

  @SuppressWarnings("unchecked") // values of the type are objects
  private static TypeRef<@Nullable Object> resultType(ProxiedMethod method) {
    return (TypeRef<@Nullable Object>) TypeRef.ofType(method.result());
  }

  private T open(ProxiedInterface read, List<Planned> planned) {
    Map<ProxiedMethod, CoreMethod> opened = new LinkedHashMap<>();
    try {
      for (Planned each : planned) {
        CoreMethod method =
            each.assembly()
                .build(
                    each.settings(),
                    each.arguments().keys(),
                    built -> new CoreMethod(built, each.method()));
        opened.put(each.method(), method);
      }
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              new Interception(type, target, read.calls(opened), root)));
    } catch (RuntimeException e) {
      opened.values().forEach(CoreMethod::close);
      throw e;
    }
  }

  private String subject() {
    return "proxy of " + type.getTypeName();
  }

  /**
   * The cached methods of a proxy.
   *
   * @throws IllegalArgumentException if the cachier did not make it
   */
  static List<CachedMethod> methodsOf(Object proxy, CoreCachier root) {
    if (Proxy.isProxyClass(proxy.getClass())
        && Proxy.getInvocationHandler(proxy) instanceof Interception its
        && its.owner() == root) {
      return its.calls().values().stream()
          .filter(CachedMethod.class::isInstance)
          .map(CachedMethod.class::cast)
          .distinct()
          .sorted(Comparator.comparing(CachedMethod::name))
          .toList();
    }
    throw new IllegalArgumentException(
        "a "
            + proxy.getClass().getName()
            + " was given but it must be what proxy(...) of this Cachier made");
  }
}
