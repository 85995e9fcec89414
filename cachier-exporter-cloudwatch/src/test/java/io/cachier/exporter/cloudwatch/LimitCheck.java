package io.cachier.exporter.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether CloudWatch would take a request, by its API reference. The limits stand here once more,
 * as numbers of their own: a wrong one in {@link Limits} has to show.
 */
final class LimitCheck {
  private static final Set<String> UNITS = Set.of("Seconds", "Bytes", "Count", "None");

  private final List<String> faults = new ArrayList<>();

  private LimitCheck() {}

  /** One sentence for each fault. */
  static List<String> faultsOf(SentRequest request) {
    LimitCheck check = new LimitCheck();
    check.request(request);
    return check.faults;
  }

  private void request(SentRequest request) {
    require(request.method().equals("POST"), () -> "method " + request.method());
    require(
        request.path().equals("/service/GraniteServiceVersion20100801/operation/PutMetricData"),
        () -> "path " + request.path());
    require(
        request.header("authorization").orElse("").startsWith("AWS4-HMAC-SHA256"),
        () -> "signature");
    require(request.bodyBytes() <= 1_000_000, () -> "unpacked size " + request.bodyBytes());
    require(request.bytes() <= request.bodyBytes(), () -> "gzip made it larger");
    require(
        request.header("content-encoding").isPresent() == request.bodyBytes() >= 10_240,
        () -> "gzip of " + request.bodyBytes() + " bytes: " + request.header("content-encoding"));
    require(
        !request.data().isEmpty() && request.data().size() <= 1_000,
        () -> "data " + request.data().size());
    text("namespace", request.namespace(), 255);
    request.data().forEach(this::datum);
  }

  private void datum(SentDatum datum) {
    text("metric", datum.metric(), 255);
    require(UNITS.contains(datum.unit()), () -> "unit " + datum.unit());
    require(
        datum.storageResolution() == 1 || datum.storageResolution() == 60,
        () -> "resolution " + datum.storageResolution());
    require(datum.dimensions().size() <= 30, () -> "dimensions " + datum.dimensions().size());
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, String> dimension : datum.dimensions()) {
      text("dimension's name", dimension.getKey(), 255);
      text("dimension's value", dimension.getValue(), 1_024);
      require(names.add(dimension.getKey()), () -> "dimension twice: " + dimension.getKey());
    }
    Instant now = Instant.now();
    require(
        datum.timestamp().isAfter(now.minus(Duration.ofDays(14)))
            && datum.timestamp().isBefore(now.plus(Duration.ofHours(2))),
        () -> "timestamp " + datum.timestamp());
    require(datum.value().isEmpty() != datum.values().isEmpty(), () -> "value or values: " + datum);
    require(datum.values().size() == datum.counts().size(), () -> "values and counts: " + datum);
    require(datum.values().size() <= 150, () -> "values " + datum.values().size());
    require(
        new HashSet<>(datum.values()).size() == datum.values().size(),
        () -> "a value twice: " + datum);
    datum.value().forEach(this::number);
    datum.values().forEach(this::number);
    datum.counts().forEach(this::number);
    require(datum.counts().stream().allMatch(count -> count > 0), () -> "counts " + datum.counts());
  }

  private void number(double number) {
    double size = Math.abs(number);
    require(
        number == 0 || (size >= Math.pow(2, -360) && size <= Math.pow(2, 360)),
        () -> "number " + number);
  }

  private void text(String what, String text, int most) {
    require(
        text.length() <= most
            && text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e)
            && !text.isBlank()
            && !text.startsWith(":"),
        () -> what + " '" + text + "'");
  }

  private void require(boolean kept, Supplier<String> fault) {
    if (!kept) {
      faults.add(fault.get());
    }
  }
}
