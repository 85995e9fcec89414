package io.cachier.core;

import io.cachier.AsyncFunctionBuilder;
import io.cachier.BiFunctionBuilder;
import io.cachier.CachedMethod;
import io.cachier.Cachier;
import io.cachier.FunctionBuilder;
import io.cachier.ManagedCache;
import io.cachier.SupplierBuilder;
import io.cachier.TypeRef;
import io.cachier.spi.ValueCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The root: holds what all functions share, and their names. */
final class CoreCachier implements Cachier {
  private final CachierParts parts;
  private final Providers providers;
  private final MergedSettings settings;
  private final PolicyDraft defaults;
  private final ValueCodec writer;
  private final BackendRegistry backends;
  private final ExporterFeed exporters;
  private final String owner;
  private final ConcurrentMap<String, CoreManagedCache<?, ?>> functions = new ConcurrentHashMap<>();

  CoreCachier(
      CachierParts parts,
      Providers providers,
      MergedSettings settings,
      PolicyDraft defaults,
      ValueCodec writer,
      Limits limits) {
    this.parts = parts;
    this.providers = providers;
    this.settings = settings;
    this.defaults = defaults;
    this.writer = writer;
    this.backends = new BackendRegistry(settings, limits, parts.ticker());
    this.exporters = new ExporterFeed(providers, settings, backends);
    this.owner = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
  }

  CachierParts parts() {
    return parts;
  }

  Providers providers() {
    return providers;
  }

  MergedSettings settings() {
    return settings;
  }

  PolicyDraft defaults() {
    return defaults;
  }

  ValueCodec writer() {
    return writer;
  }

  BackendRegistry backends() {
    return backends;
  }

  /** Who claims are held by, for a person to read: the process, and one cachier in it. */
  String owner() {
    return owner;
  }

  boolean hasFunction(String name) {
    return functions.containsKey(name);
  }

  /** Takes a name; false if another function has it. */
  boolean register(CoreManagedCache<?, ?> function) {
    if (functions.putIfAbsent(function.name(), function) != null) {
      return false;
    }
    if (function.metrics().isEnabled()) {
      exporters.register(function);
    }
    function.policy().cleanup().ifPresent(interval -> parts.sweeper().begin(function, interval));
    return true;
  }

  void unregister(CoreManagedCache<?, ?> function) {
    parts.sweeper().end(function);
    if (functions.remove(function.name(), function) && function.metrics().isEnabled()) {
      exporters.unregister(function);
    }
  }

  @Override
  public <A extends @Nullable Object, R extends @Nullable Object> FunctionBuilder<A, R> function(
      String name,
      TypeRef<A> argument,
      TypeRef<R> result,
      Function<? super A, ? extends R> function) {
    return new CoreFunctionBuilder<>(this, name, argument, result, function);
  }

  @Override
  public <A extends @Nullable Object, R extends @Nullable Object>
      AsyncFunctionBuilder<A, R> asyncFunction(
          String name,
          TypeRef<A> argument,
          TypeRef<R> result,
          Function<? super A, ? extends CompletionStage<? extends R>> function) {
    return new CoreAsyncFunctionBuilder<>(this, name, argument, result, function);
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      BiFunctionBuilder<A, B, R> biFunction(
          String name,
          TypeRef<A> first,
          TypeRef<B> second,
          TypeRef<R> result,
          BiFunction<? super A, ? super B, ? extends R> function) {
    return new CoreBiFunctionBuilder<>(this, name, first, second, result, function);
  }

  @Override
  public <R extends @Nullable Object> SupplierBuilder<R> supplier(
      String name, TypeRef<R> result, Supplier<? extends R> supplier) {
    return new CoreSupplierBuilder<>(this, name, result, supplier);
  }

  @Override
  public <T> T proxy(Class<T> type, T target) {
    return new ProxyAssembly<>(this, Objects.requireNonNull(type, "type"), target, Optional.empty())
        .build();
  }

  @Override
  public <T> T proxy(Class<T> type, T target, String name) {
    return new ProxyAssembly<>(
            this, Objects.requireNonNull(type, "type"), target, Optional.of(name))
        .build();
  }

  @Override
  public List<CachedMethod> cachedMethods(Object proxy) {
    return ProxyAssembly.methodsOf(proxy, this);
  }

  @Override
  public Collection<ManagedCache> functions() {
    return List.copyOf(functions.values());
  }

  @Override
  public boolean isEnabled() {
    return parts.switches().enabled();
  }

  @Override
  public void setEnabled(boolean enabled) {
    parts.switches().setEnabled(enabled);
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder();
    line(text, "backends", new TreeSet<>(providers.backends().keySet()));
    line(text, "default backend", defaultBackend());
    line(text, "codecs", new TreeSet<>(providers.codecs().keySet()));
    line(text, "writing codec", writer.id());
    line(text, "exporters", new TreeSet<>(providers.exporters().keySet()));
    for (SettingSources.Layer layer : settings.sources().layers()) {
      for (Map.Entry<String, SettingSources.Entry> setting : layer.values().entrySet()) {
        SettingSources.Entry entry = setting.getValue();
        line(
            text,
            entry.name(),
            Secrets.shown(entry.name(), entry.value()) + " (" + layer.origin() + ")");
      }
    }
    return text.toString();
  }

  private String defaultBackend() {
    if (defaults.backend != null) {
      return defaults.backend;
    }
    List<String> problems = new ArrayList<>();
    return providers.defaultBackend(problems).orElseGet(() -> String.join("; ", problems));
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(": ").append(value).append(System.lineSeparator());
  }

  @Override
  public void close() {
    if (!parts.switches().close()) {
      return;
    }
    // The exporters go first: they still read the functions' last figures.
    exporters.close();
    List.copyOf(functions.values()).forEach(CoreManagedCache::close);
    parts.refresher().close();
    parts.leases().close();
    parts.usageThread().close();
    parts.sweeper().close();
    backends.close();
  }
}
