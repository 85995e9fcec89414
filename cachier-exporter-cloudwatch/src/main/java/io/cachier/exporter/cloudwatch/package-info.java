/** The CloudWatch exporter. */
@NullMarked
package io.cachier.exporter.cloudwatch;

import org.jspecify.annotations.NullMarked;
