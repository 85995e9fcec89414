package io.cachier;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Picks a parameter of a {@link Cached} method for its key: those that have it make the key, in
 * their order, and all others are left out of it.
 *
 * <pre>{@code
 * @Cached
 * Forecast forecast(@CacheKey String city, UUID requestId, Locale caller);
 * }</pre>
 *
 * <p>Calls that differ in other parameters only share one entry, computed with those of whichever
 * call came first. Not together with {@link CacheIgnore} on one method.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface CacheKey {}
