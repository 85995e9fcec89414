package io.cachier;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Leaves a parameter of a {@link Cached} method out of its key.
 *
 * <pre>{@code
 * @Cached
 * Forecast forecast(String city, LocalDate day, @CacheIgnore UUID requestId);
 * }</pre>
 *
 * <p>Calls that differ in such parameters only share one entry, computed with those of whichever
 * call came first. Not together with {@link CacheKey} on one method.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface CacheIgnore {}
