package io.cachier;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How one call uses the cache. Immutable and thread-safe; keep an instance in a constant where
 * calls are many.
 *
 * <pre>{@code
 * Forecast fresh = forecast.apply("Paris", CallOptions.maxAge(Duration.ofSeconds(5)));
 * }</pre>
 */
public final class CallOptions {
  /** Whether a call reads the cache, writes it, or neither. */
  public enum Access {
    /** Read, and write what had to be computed. */
    READ_WRITE,
    /** Neither read nor write. */
    NONE,
    /** Do not read; compute and write. */
    WRITE_ONLY
  }

  private static final CallOptions DEFAULTS = new CallOptions(Access.READ_WRITE, null, null);
  private static final CallOptions SKIP = new CallOptions(Access.NONE, null, null);
  private static final CallOptions OVERWRITE = new CallOptions(Access.WRITE_ONLY, null, null);

  private final Access access;
  private final @Nullable Duration maxAge;
  private final @Nullable Consumer<? super String> explainer;

  private CallOptions(
      Access access, @Nullable Duration maxAge, @Nullable Consumer<? super String> explainer) {
    this.access = access;
    this.maxAge = maxAge;
    this.explainer = explainer;
  }

  /**
   * The function's own policy and nothing else.
   *
   * @return the options of a call that names none
   */
  public static CallOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Demands a value no older than this; the stricter of it and the function's {@code staleAfter}
   * holds. Such a call is never handed a stale value, whatever the function's {@code
   * staleWhileRevalidate} or {@link WaitPolicy} says.
   *
   * @param age the greatest age allowed; negative: any stored value is stale, and a computation
   *     that began before this call is not waited for either
   * @return options with that limit
   */
  public static CallOptions maxAge(Duration age) {
    return DEFAULTS.withMaxAge(age);
  }

  /**
   * Tells, step by step and as it happens, what becomes of the call and why.
   *
   * <pre>{@code
   * forecast.apply("Paris", CallOptions.explain(System.out::println));
   * forecast.apply("Paris", CallOptions.maxAge(limit).withExplain(log::info));
   * }</pre>
   *
   * @param sink given one sentence at a time on the calling thread; no argument, value or readable
   *     key is in them. If it throws, the call goes on and it is told no more
   * @return options that explain
   */
  public static CallOptions explain(Consumer<? super String> sink) {
    return DEFAULTS.withExplain(sink);
  }

  /**
   * These options with an age limit, as {@link #maxAge(Duration)}. It means nothing to a call that
   * does not read.
   *
   * @param age the greatest age allowed; negative: any stored value is stale
   * @return other options
   */
  public CallOptions withMaxAge(Duration age) {
    return new CallOptions(access, Objects.requireNonNull(age, "age"), explainer);
  }

  /**
   * These options, and the call is told about, as {@link #explain(Consumer)}.
   *
   * @param sink given one sentence at a time
   * @return other options
   */
  public CallOptions withExplain(Consumer<? super String> sink) {
    return new CallOptions(access, maxAge, Objects.requireNonNull(sink, "sink"));
  }

  /**
   * Calls the function itself: the cache is neither read nor written.
   *
   * @return options that bypass the cache
   */
  public static CallOptions skip() {
    return SKIP;
  }

  /**
   * Computes without looking, and stores the result over whatever is there.
   *
   * @return options that only write
   */
  public static CallOptions overwrite() {
    return OVERWRITE;
  }

  /**
   * Whether the call reads the cache, writes it, or neither.
   *
   * @return the access of this call
   */
  public Access access() {
    return access;
  }

  /**
   * The age limit of this call.
   *
   * @return the limit, or empty where the function's own policy alone holds
   */
  public Optional<Duration> maxAge() {
    return Optional.ofNullable(maxAge);
  }

  /**
   * Who is told what becomes of this call.
   *
   * @return the sink, or empty where nobody is
   */
  public Optional<Consumer<? super String>> explainer() {
    return Optional.ofNullable(explainer);
  }

  @Override
  public String toString() {
    return "CallOptions[access="
        + access
        + ", maxAge="
        + (maxAge == null ? "none" : maxAge)
        + (explainer == null ? "]" : ", explained]");
  }
}
