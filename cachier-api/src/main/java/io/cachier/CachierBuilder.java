package io.cachier;

import io.cachier.spi.BackendProvider;
import io.cachier.spi.KeyEncoder;
import io.cachier.spi.MetricsExporter;
import io.cachier.spi.Ticker;
import io.cachier.spi.ValueCodec;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Builds a {@link Cachier}. What is set here beats system properties ({@code -Dcachier.*}), which
 * beat environment variables ({@code CACHIER_*}), which beat {@code cachier.properties} on the
 * class path. The methods of {@link CacheSettings} set the defaults of all functions. Not
 * thread-safe.
 *
 * <p>Defaults: caching on, claim lease 30 seconds, operation timeout 1 second, 8 background
 * workers, the executor of {@link java.util.concurrent.CompletableFuture}, the system's monotonic
 * clock, and every backend, exporter, codec and key encoder that {@link java.util.ServiceLoader}
 * finds. What is added here beats what is found under the same name.
 */
public interface CachierBuilder extends CacheSettings<CachierBuilder> {
  /**
   * Sets any setting by its name, as in {@code cachier.properties}.
   *
   * @param name with or without the prefix {@code cachier.}, for example {@code file.directory}
   * @param value its text
   * @return this builder
   */
  CachierBuilder setting(String name, String value);

  /**
   * Whether caching is on at first; {@link Cachier#setEnabled} changes it later.
   *
   * @param enabled false: functions run uncached
   * @return this builder
   */
  CachierBuilder enabled(boolean enabled);

  /**
   * How long a claim across processes stands when its holder stops renewing it: the longest time
   * for which a dead process can block others.
   *
   * @param lease at least 100 ms
   * @return this builder
   */
  CachierBuilder claimLease(Duration lease);

  /**
   * The longest wait for one operation of a remote backend. After it the operation counts as
   * failed, and the call goes on without it.
   *
   * @param timeout at least 1 ms
   * @return this builder
   */
  CachierBuilder operationTimeout(Duration timeout);

  /**
   * How many daemon threads compute stale values anew in the background.
   *
   * @param workers 1 to 1024
   * @return this builder
   */
  CachierBuilder maxWorkers(int workers);

  /**
   * Where asynchronous calls go on when they had to wait: there functions are run, values decoded
   * and futures completed, so that nothing of the user's ever runs on a backend driver's threads.
   *
   * <p>Default: that of {@link java.util.concurrent.CompletableFuture}, the common pool, which has
   * a thread less than the machine has processors and is shared with parallel streams. A function
   * that blocks, called by {@code applyAsync}, keeps one of its threads: give such functions a pool
   * of their own size, or a thread each. It must not drop what it accepted: the calls would never
   * end. A task that it rejects is run on the thread that has it. It is not shut down.
   *
   * @param executor runs tasks; may run them on the thread that gives them
   * @return this builder
   */
  CachierBuilder executor(Executor executor);

  /**
   * Adds a backend beside those that are found.
   *
   * @param provider the backend's provider
   * @return this builder
   */
  CachierBuilder addBackend(BackendProvider provider);

  /**
   * Adds an exporter beside those that are found; it is started, fed and stopped like them.
   *
   * @param exporter the exporter
   * @return this builder
   */
  CachierBuilder addExporter(MetricsExporter exporter);

  /**
   * Adds a codec and makes it the one that values are written with.
   *
   * @param codec the codec
   * @return this builder
   */
  CachierBuilder codec(ValueCodec codec);

  /**
   * Gives a type of one's own a stable key.
   *
   * @param encoder the encoder
   * @return this builder
   */
  CachierBuilder addKeyEncoder(KeyEncoder<?> encoder);

  /**
   * The monotonic clock of ages, waits and metrics in this process; for tests.
   *
   * @param ticker the clock
   * @return this builder
   */
  CachierBuilder ticker(Ticker ticker);

  /**
   * The source of chance: whether a hit is refreshed early, and when work in the background begins.
   * Sampling of metrics has one of its own. For tests; the default is each thread's own {@link
   * java.util.concurrent.ThreadLocalRandom}.
   *
   * @param random thread-safe, which most generators of the JDK are not
   * @return this builder
   */
  CachierBuilder random(RandomGenerator random);

  /**
   * Builds the cachier. Opens no connection and starts no thread: that happens when the first
   * function needs it.
   *
   * @return a new instance, to be closed by the caller
   * @throws ConfigurationException with every bad setting, together
   */
  Cachier build();
}
