package io.cachier.exporter.cloudwatch;

import java.util.List;

/**
 * What goes into one request.
 *
 * @param data within CloudWatch's limits
 * @param bytes the most that they take
 * @param sinceNanos when the first of them was taken in
 * @param uncertain whether a request with them ended without an answer, so that they may have
 *     arrived
 */
record Batch(List<Datum> data, long bytes, long sinceNanos, boolean uncertain) {
  Batch {
    data = List.copyOf(data);
  }

  Batch madeUncertain() {
    return new Batch(data, bytes, sinceNanos, true);
  }
}
