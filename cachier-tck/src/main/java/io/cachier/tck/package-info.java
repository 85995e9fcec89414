/**
 * The contract of backends, codecs and exporters, as JUnit classes to extend. Every test cites the
 * rule of {@code docs/semantics.md} that it tests.
 *
 * <p>Whoever writes a backend extends {@link io.cachier.tck.RemoteBackendContract} or {@link
 * io.cachier.tck.LocalBackendContract}, and {@link io.cachier.tck.ProviderContract}; whoever writes
 * an exporter, {@link io.cachier.tck.MetricsExporterContract}; a codec, {@link
 * io.cachier.tck.CodecContract}. {@link io.cachier.tck.ReferenceBackend} is the model to read
 * first.
 */
@NullMarked
package io.cachier.tck;

import org.jspecify.annotations.NullMarked;
