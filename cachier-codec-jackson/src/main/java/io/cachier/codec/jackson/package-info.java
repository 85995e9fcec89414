/**
 * Values as JSON or Smile, by Jackson. {@link io.cachier.codec.jackson.JacksonCodec} is found by
 * {@link java.util.ServiceLoader}, or given an application's own mapper by hand.
 */
@NullMarked
package io.cachier.codec.jackson;

import org.jspecify.annotations.NullMarked;
