/**
 * The CloudWatch exporter: {@link io.cachier.exporter.cloudwatch.CloudWatchExporter} is all of it
 * that is public, with its builder.
 */
@NullMarked
package io.cachier.exporter.cloudwatch;

import org.jspecify.annotations.NullMarked;
