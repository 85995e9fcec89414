package io.cachier;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Caches a method of an interface, where a target is called through {@link Cachier#proxy(Class,
 * Object)}. Elsewhere it does nothing.
 *
 * <pre>{@code
 * interface Weather {
 *   @Cached(staleAfter = "10m", staleWhileRevalidate = "1h", metrics = true)
 *   Forecast forecast(String city, LocalDate day);
 *
 *   @Cached(name = "weather.alerts", entrySizeLimit = "1MB", samplingRate = 0.1, metrics = true)
 *   List<String> alerts(@CacheKey String city, UUID requestId, CallOptions options);
 * }
 *
 * Weather weather = cachier.proxy(Weather.class, realWeather);
 * }</pre>
 *
 * <p>What is left out is taken from the defaults of the {@link Cachier}, as in {@link
 * CacheSettings}. The attributes that are arrays take one value, without braces; they are arrays
 * only so that one left out can be told from one that says false.
 *
 * <p>The key is made of all parameters but those of type {@link CallOptions}, or of those that
 * {@link CacheKey} picks, or of all that {@link CacheIgnore} does not leave out. A {@link
 * CallOptions} parameter, anywhere in the list, says how the call uses the cache; null is {@link
 * CallOptions#defaults()}. It is handed on to the target too.
 *
 * <p>The annotation counts where the method was declared last: an interface that declares an
 * inherited method again says anew whether it is cached. Annotations of classes are not looked at.
 *
 * <p>Durations are a number and {@code ns}, {@code us}, {@code ms}, {@code s}, {@code m}, {@code h}
 * or {@code d}, such as {@code 10m}, or ISO-8601, such as {@code PT10M}. What can't work is refused
 * when the proxy is made.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Cached {
  /**
   * Identifies the method and its entries, over restarts and machines; unique in its {@link
   * Cachier}. Where the proxy was given a name, it stands before this one, with a dot between.
   *
   * @return 1 to 200 characters; left out: the interface's name, or the proxy's, then a dot, the
   *     method's name and, in parentheses, the erased types of its parameters
   */
  String name() default "";

  /**
   * The version of the method's code. Entries of other versions are not found on a remote backend.
   *
   * @return any text; left out: the empty one
   */
  String version() default "";

  /**
   * The shelf life, as in {@link CacheSettings#staleAfter}.
   *
   * @return a duration, or {@code never}
   */
  String staleAfter() default "";

  /**
   * Serves stale values while they are computed anew, up to a ceiling, as in {@link
   * CacheSettings#staleWhileRevalidate}.
   *
   * @return a duration
   */
  String staleWhileRevalidate() default "";

  /**
   * Serves stale values in place of the target's exception, up to a ceiling, as in {@link
   * CacheSettings#staleIfError}.
   *
   * @return a duration
   */
  String staleIfError() default "";

  /**
   * Spreads the ends of shelf lives, as in {@link CacheSettings#jitter}.
   *
   * @return 0 to below 1; 0: none
   */
  double[] jitter() default {};

  /**
   * Computes values anew before they are stale, as in {@link CacheSettings#earlyRefresh(double)}.
   *
   * @return 0 to 1000; 0: off
   */
  double[] earlyRefresh() default {};

  /**
   * The longest wait for another caller's computation, as in {@link CacheSettings#waitTimeout}.
   *
   * @return a duration; {@code 0s}: never wait
   */
  String waitTimeout() default "";

  /**
   * What follows a wait that ran out.
   *
   * @return the policy
   */
  WaitPolicy[] waitPolicy() default {};

  /**
   * Whether a null result is stored like any other.
   *
   * @return true or false
   */
  boolean[] cacheNulls() default {};

  /**
   * The largest value that is stored, as in {@link CacheSettings#entrySizeLimit(String)}.
   *
   * @return a size such as {@code 10MB}
   */
  String entrySizeLimit() default "";

  /**
   * How often entries that are too old to be served are removed in the background, as in {@link
   * CacheSettings#cleanup}.
   *
   * @return a duration; {@code 0s}: never
   */
  String cleanup() default "";

  /**
   * Whether entries carry their key in readable form, as in {@link
   * CacheSettings#keepKeys(boolean)}.
   *
   * @return true or false
   */
  boolean[] keepKeys() default {};

  /**
   * Keeps at most so many entries in this process, as in {@link BoundSettings#maximumEntries}.
   *
   * @return at least 1; left out: no bound, since defaults have none
   */
  long[] maximumEntries() default {};

  /**
   * Keeps at most so many bytes in this process, as in {@link BoundSettings#maximumBytes(String)}.
   *
   * @return a size such as {@code 200MB}; left out: no bound, since defaults have none
   */
  String maximumBytes() default "";

  /**
   * Keeps at most so many values in this process, before a shared backend, as in {@link
   * CacheSettings#nearCache}. Together with {@link #nearCacheTtl()}.
   *
   * @return at least 1; 0: no near cache; left out: that of the defaults
   */
  long[] nearCacheEntries() default {};

  /**
   * For how long such a value is kept, as in {@link CacheSettings#nearCache}. Together with {@link
   * #nearCacheEntries()}.
   *
   * @return a duration
   */
  String nearCacheTtl() default "";

  /**
   * Where entries live, as in {@link CacheSettings#backend}.
   *
   * @return a backend's name
   */
  String backend() default "";

  /**
   * Whether calls are recorded. Switched on, the windows are those of the defaults.
   *
   * @return true or false
   */
  boolean[] metrics() default {};

  /**
   * The share of calls that is recorded. An error while metrics are off.
   *
   * @return above 0 and up to 1; left out: that of the defaults
   */
  double[] samplingRate() default {};
}
