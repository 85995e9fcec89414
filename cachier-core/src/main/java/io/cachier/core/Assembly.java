package io.cachier.core;

import io.cachier.CachePolicy;
import io.cachier.ConfigurationException;
import io.cachier.NearCache;
import io.cachier.TypeRef;
import io.cachier.core.key.KeyRemedy;
import io.cachier.core.key.LiveKeys;
import io.cachier.core.key.RemoteKeys;
import io.cachier.core.metrics.MetricsRecorder;
import io.cachier.core.metrics.UsageSource;
import io.cachier.metrics.CacheCounter;
import io.cachier.spi.BackendProvider;
import io.cachier.spi.Bound;
import io.cachier.spi.BoundedBackendProvider;
import io.cachier.spi.LocalBackend;
import io.cachier.spi.LocalBackendProvider;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Usage;
import io.cachier.spi.ValueCodec;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts a cached function together: checks everything that can be checked before the first call, and
 * reports all faults at once.
 */
final class Assembly<A extends @Nullable Object, R extends @Nullable Object> {
  private static final int LONGEST_NAME = 200;

  private final CoreCachier root;
  private final String name;
  private final TypeRef<R> result;
  private final @Nullable Function<? super A, ? extends R> function;
  private final @Nullable AsyncRun<A, R> run;
  private final List<String> problems = new ArrayList<>();

  /**
   * How keys are made: the parameters' types, either view of an argument, and what to do about a
   * type that has none.
   */
  record Keys<A extends @Nullable Object>(
      Map<String, Type> parameters,
      Keying<A> live,
      Function<A, @Nullable Object> value,
      String remedy) {
    Keys(Map<String, Type> parameters, Keying<A> live, Function<A, @Nullable Object> value) {
      this(parameters, live, value, KeyRemedy.KEYED_BY);
    }
  }

  /** Everything that could be checked, and is right. */
  private record Checked(
      CachePolicy policy,
      BackendProvider provider,
      @Nullable GuardedCodec codec,
      @Nullable BoundedBackendProvider near) {}

  Assembly(
      CoreCachier root,
      String name,
      TypeRef<R> result,
      @Nullable Function<? super A, ? extends R> function) {
    this(root, name, result, function, function == null ? null : AsyncRun.of(function));
  }

  Assembly(
      CoreCachier root,
      String name,
      TypeRef<R> result,
      @Nullable Function<? super A, ? extends R> function,
      @Nullable AsyncRun<A, R> run) {
    this.root = root;
    this.name = name;
    this.result = result;
    this.function = function;
    this.run = run;
  }

  /**
   * Builds and registers.
   *
   * @param own what the function's builder was told
   * @param keys how keys are made; no parameters where {@code keyedBy} replaces them
   * @param wrap makes the function's public face
   */
  <F extends CoreManagedCache<A, R>> F build(
      PolicyDraft own, Keys<A> keys, Function<CoreManagedCache.Built<A, R>, F> wrap) {
    Checked checked = check(own, keys);
    if (checked == null) {
      throw new ConfigurationException("function '" + name + "'", problems);
    }
    CoreManagedCache.Built<A, R> built =
        checked.provider() instanceof LocalBackendProvider local
            ? onLocal(local, checked.policy(), keys)
            : onRemote((RemoteBackendProvider) checked.provider(), checked, keys);
    F cached = wrap.apply(built);
    if (!root.register(cached)) {
      built.store().close();
      throw new ConfigurationException("function '" + name + "'", List.of(duplicate()));
    }
    return cached;
  }

  /** What keeps the function from being built; opens and registers nothing. */
  List<String> problems(PolicyDraft own, Keys<A> keys) {
    check(own, keys);
    return List.copyOf(problems);
  }

  /** Null when something is wrong, which is then in {@code problems}. */
  private @Nullable Checked check(PolicyDraft own, Keys<A> keys) {
    problems.clear();
    checkName();
    if (function == null) {
      problems.add("the function was null; give the function to cache");
    }
    PolicyDraft merged = own.over(root.defaults());
    CachePolicy policy = merged.toPolicy(problems);
    BackendProvider provider = provider(own, merged).orElse(null);
    if (provider instanceof LocalBackendProvider && !own.asksForNear()) {
      // A default is of shared backends alone.
      policy = policy == null ? null : merged.withoutNear().toPolicy(problems);
    }
    BoundedBackendProvider near =
        policy == null || provider == null ? null : near(policy, provider, keys);
    if (provider != null) {
      keys.parameters().forEach((label, type) -> checkKey(label, type, provider, keys.remedy()));
    }
    GuardedCodec codec = provider instanceof RemoteBackendProvider ? codec() : null;
    return problems.isEmpty() && policy != null && provider != null
        ? new Checked(policy, provider, codec, near)
        : null;
  }

  private void checkKey(String label, Type type, BackendProvider provider, String remedy) {
    problems.addAll(
        provider instanceof RemoteBackendProvider
            ? RemoteKeys.problems(label, type, root.providers().keyEncoders(), remedy)
            : LiveKeys.problems(label, type, remedy));
  }

  /** What keeps the near cache, if one is asked for and it can be had. */
  private @Nullable BoundedBackendProvider near(
      CachePolicy policy, BackendProvider provider, Keys<A> keys) {
    NearCache asked = policy.nearCache().orElse(null);
    if (asked == null) {
      return null;
    }
    if (provider instanceof LocalBackendProvider) {
      problems.add(
          "nearCache was '"
              + asked
              + "' but backend '"
              + provider.name()
              + "' is in this process itself; leave nearCache(...) out, or name a shared backend");
      return null;
    }
    keys.parameters()
        .forEach((label, type) -> problems.addAll(LiveKeys.problems(label, type, keys.remedy())));
    if (root.providers().backends().get(Providers.BOUNDED)
        instanceof BoundedBackendProvider bounded) {
      return bounded;
    }
    problems.add(
        "nearCache was '"
            + asked
            + "' but nothing on the class path keeps it; add"
            + " io.cachier:cachier-backend-caffeine");
    return null;
  }

  private void checkName() {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      problems.add(
          "name was '"
              + name
              + "' but it must have 1 to "
              + LONGEST_NAME
              + " characters and not be blank");
    } else if (name.chars().anyMatch(Character::isISOControl)) {
      problems.add("name has a control character; use letters, digits, dots and hyphens");
    } else if (root.hasFunction(name)) {
      problems.add(duplicate());
    }
    if (root.parts().switches().closed()) {
      problems.add("the Cachier is closed; build functions before that");
    }
  }

  private String duplicate() {
    return "name was '" + name + "' but another function has it; choose another, or close that one";
  }

  private Optional<BackendProvider> provider(PolicyDraft own, PolicyDraft merged) {
    Optional<String> bound = merged.boundAskedFor();
    if (bound.isPresent()) {
      return bounded(bound.get(), own.backend);
    }
    Optional<String> chosen =
        merged.backend != null
            ? Optional.of(merged.backend)
            : root.providers().defaultBackend(problems);
    return chosen.flatMap(backend -> root.providers().backend(backend, problems));
  }

  /** A bound is a function's own wish, and so beats a backend that is only the default. */
  private Optional<BackendProvider> bounded(String asked, @Nullable String named) {
    BackendProvider provider =
        root.providers().backends().get(named == null ? Providers.BOUNDED : named);
    if (provider == null && named != null) {
      return root.providers().backend(named, problems);
    }
    if (provider == null) {
      problems.add(
          asked
              + " but nothing on the class path keeps a bound; add"
              + " io.cachier:cachier-backend-caffeine");
    } else if (!(provider instanceof BoundedBackendProvider)) {
      problems.add(
          asked
              + " but backend '"
              + provider.name()
              + "' keeps no bound; leave backend(...) out, or the bound");
    }
    return Optional.ofNullable(provider);
  }

  private @Nullable GuardedCodec codec() {
    MergedSettings settings = root.settings().fresh();
    List<ValueCodec> all = List.copyOf(root.providers().codecs().values());
    GuardedCodec codec = null;
    try {
      codec = new GuardedCodec(result, root.writer(), all, settings);
    } catch (ConfigurationException e) {
      problems.addAll(e.problems());
    }
    problems.addAll(settings.problems());
    return codec;
  }

  private CoreManagedCache.Built<A, R> onLocal(
      LocalBackendProvider provider, CachePolicy policy, Keys<A> keys) {
    LaterUsage later = new LaterUsage();
    MetricsRecorder recorder = recorder(policy, later);
    LocalBackend backend =
        root.backends()
            .local(provider, name, policy.bound(), () -> recorder.count(CacheCounter.REMOVED_SIZE));
    SingleFlight flights = new SingleFlight();
    StoreRules rules = new StoreRules(policy, recorder);
    EntryStore store =
        new LocalStore(provider.name(), backend, flights, rules, recorder, root.parts().ticker());
    later.set(store);
    return built(keys.live(), policy, backend, null, store, flights, recorder);
  }

  private CoreManagedCache.Built<A, R> onRemote(
      RemoteBackendProvider provider, Checked checked, Keys<A> keys) {
    CachePolicy policy = checked.policy();
    GuardedCodec codec = checked.codec();
    if (codec == null) {
      throw new IllegalStateException("a remote function without a codec");
    }
    GuardedBackend backend = root.backends().remote(provider);
    LaterUsage later = new LaterUsage();
    MetricsRecorder recorder = recorder(policy, later);
    SingleFlight flights = new SingleFlight();
    RemoteStore remote =
        new RemoteStore(
            name,
            root.owner(),
            backend,
            codec,
            flights,
            new StoreRules(policy, recorder),
            recorder,
            root.parts());
    NearEntries near = near(checked);
    EntryStore store =
        near == null
            ? remote
            : new NearStore(remote, near, root.parts().ticker(), backend.feed(name, near));
    later.set(store);
    RemoteKeys digests = new RemoteKeys(name, policy.version(), root.providers().keyEncoders());
    Keying<A> keying =
        policy.keepKeys()
            ? new LabelledKeying<>(digests, keys.value())
            : argument -> digests.keyOf(keys.value().apply(argument));
    NearHits<A> hits = near == null ? null : new NearHits<>(near, keys.live());
    return built(keying, policy, null, hits, store, flights, recorder);
  }

  /** The near cache of the function; what its bound puts out is still at the backend. */
  private @Nullable NearEntries near(Checked checked) {
    NearCache settings = checked.policy().nearCache().orElse(null);
    if (settings == null || checked.near() == null) {
      return null;
    }
    Optional<Bound> bound = Optional.of(Bound.ofEntries(settings.maximumEntries()));
    LocalBackend entries = root.backends().local(checked.near(), name, bound, () -> {});
    return new NearEntries(name, entries, settings, Freshness.of(checked.policy()));
  }

  private MetricsRecorder recorder(CachePolicy policy, UsageSource usage) {
    return MetricsRecorder.create(policy.metrics(), root.parts().ticker(), usage);
  }

  /** The recorder needs the store for its gauges, and the store the recorder for its counts. */
  private static final class LaterUsage implements UsageSource {
    private volatile UsageSource source = () -> Usage.UNKNOWN;

    void set(EntryStore store) {
      source = store.usage();
    }

    @Override
    public Usage now() {
      return source.now();
    }

    @Override
    public Usage lastKnown() {
      return source.lastKnown();
    }
  }

  private CoreManagedCache.Built<A, R> built(
      Keying<A> keying,
      CachePolicy policy,
      @Nullable LocalBackend local,
      @Nullable NearHits<A> near,
      EntryStore store,
      SingleFlight flights,
      MetricsRecorder recorder) {
    if (function == null || run == null) {
      throw new IllegalStateException("a function that was checked is null");
    }
    FunctionParts<A, R> parts = new FunctionParts<>(name, function, keying, policy, near);
    CallPipeline<A, R> pipeline =
        new CallPipeline<>(parts, local, store, flights, recorder, root.parts());
    AsyncPipeline<A, R> async =
        new AsyncPipeline<>(run, parts, pipeline, local, store, flights, root.parts());
    BulkCalls<A, R> bulk = new BulkCalls<>(pipeline, store, flights, root.parts().refresher());
    Explainer<A> explainer =
        new Explainer<>(parts, store, flights, root.parts().ticker(), pipeline.story());
    return new CoreManagedCache.Built<>(
        root, parts, pipeline, async, bulk, store, explainer, recorder);
  }
}
