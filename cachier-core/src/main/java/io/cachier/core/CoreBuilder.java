package io.cachier.core;

import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.ConfigurationException;
import io.cachier.spi.BackendProvider;
import io.cachier.spi.KeyEncoder;
import io.cachier.spi.MetricsExporter;
import io.cachier.spi.Ticker;
import io.cachier.spi.ValueCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Collects what code says, merges the settings, and reports all that is wrong at once. */
final class CoreBuilder extends DraftCollector<CachierBuilder> implements CachierBuilder {
  private static final Duration LEAST_LEASE = Duration.ofMillis(100);
  private static final Duration MOST_LEASE = Duration.ofDays(1);
  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);
  private static final Duration MOST_TIMEOUT = Duration.ofMinutes(10);

  private final Map<String, String> code = new LinkedHashMap<>();
  private final List<BackendProvider> backends = new ArrayList<>();
  private final List<MetricsExporter> exporters = new ArrayList<>();
  private final List<KeyEncoder<?>> keyEncoders = new ArrayList<>();
  private @Nullable ValueCodec codec;
  private @Nullable Executor executor;
  private Ticker ticker = Ticker.system();
  private RandomGenerator random = new ThreadRandom();

  @Override
  CachierBuilder self() {
    return this;
  }

  @Override
  public CachierBuilder setting(String name, String value) {
    code.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return this;
  }

  @Override
  public CachierBuilder enabled(boolean enabled) {
    return setting("enabled", Boolean.toString(enabled));
  }

  @Override
  public CachierBuilder claimLease(Duration lease) {
    return setting("claim-lease", lease.toString());
  }

  @Override
  public CachierBuilder operationTimeout(Duration timeout) {
    return setting("operation-timeout", timeout.toString());
  }

  @Override
  public CachierBuilder maxWorkers(int workers) {
    return setting("max-workers", Integer.toString(workers));
  }

  @Override
  public CachierBuilder executor(Executor itsExecutor) {
    this.executor = Objects.requireNonNull(itsExecutor, "executor");
    return this;
  }

  @Override
  public CachierBuilder addBackend(BackendProvider provider) {
    backends.add(Objects.requireNonNull(provider, "provider"));
    return this;
  }

  @Override
  public CachierBuilder addExporter(MetricsExporter exporter) {
    exporters.add(Objects.requireNonNull(exporter, "exporter"));
    return this;
  }

  @Override
  public CachierBuilder codec(ValueCodec itsCodec) {
    this.codec = Objects.requireNonNull(itsCodec, "codec");
    return this;
  }

  @Override
  public CachierBuilder addKeyEncoder(KeyEncoder<?> encoder) {
    keyEncoders.add(Objects.requireNonNull(encoder, "encoder"));
    return this;
  }

  @Override
  public CachierBuilder ticker(Ticker itsTicker) {
    this.ticker = Objects.requireNonNull(itsTicker, "ticker");
    return this;
  }

  @Override
  public CachierBuilder random(RandomGenerator source) {
    this.random = Objects.requireNonNull(source, "random");
    return this;
  }

  @Override
  public Cachier build() {
    List<String> problems = new ArrayList<>();
    SettingSources sources = SettingSources.of(code, problems);
    Providers providers = Providers.find(backends, exporters, codec, keyEncoders, problems);
    KnownSettings known = new KnownSettings(providers.settings());
    problems.addAll(known.unknown(sources));
    known.warnOfUnknownVariables(sources);
    MergedSettings settings = new MergedSettings(sources);

    PolicyDraft defaults = draft.over(SettingsDefaults.read(settings));
    defaults.toPolicy(problems);
    if (defaults.backend != null) {
      providers.backend(defaults.backend, problems);
    }
    String codecId = codec != null ? codec.id() : settings.text("codec").orElse(null);
    ValueCodec writer = providers.writingCodec(codecId, problems).orElse(null);

    Duration lease =
        settings.duration("claim-lease", LEAST_LEASE, MOST_LEASE).orElse(Duration.ofSeconds(30));
    Limits limits =
        new Limits(
            settings
                .duration("operation-timeout", LEAST_TIMEOUT, MOST_TIMEOUT)
                .orElse(Duration.ofSeconds(1)),
            settings.integer("breaker.failures", 1, 1_000_000).orElse(5),
            settings
                .duration("breaker.pause", LEAST_TIMEOUT, MOST_LEASE)
                .orElse(Duration.ofSeconds(5)));
    int workers = settings.integer("max-workers", 1, 1024).orElse(8);
    boolean enabled = settings.flag("enabled").orElse(true);

    for (MetricsExporter exporter : providers.exporters().values()) {
      // Read when the exporter is started; a bad value is told now.
      settings.flag(ExporterFeed.switchOf(exporter));
    }

    problems.addAll(settings.problems());
    if (!problems.isEmpty()) {
      throw new ConfigurationException("Cachier", problems);
    }
    CachierParts parts =
        new CachierParts(
            ticker,
            random,
            new Switches(enabled),
            new Refresher(workers),
            new LeaseKeeper(lease),
            new UsageThread(),
            new Sweeper(random, ticker),
            new GuardedExecutor(executor, ticker));
    return new CoreCachier(
        parts, providers, settings, defaults, Objects.requireNonNull(writer), limits);
  }
}
