/**
 * What third parties implement and {@link java.util.ServiceLoader} finds: backends, exporters,
 * codecs and key encoders.
 */
@NullMarked
package io.cachier.spi;

import org.jspecify.annotations.NullMarked;
