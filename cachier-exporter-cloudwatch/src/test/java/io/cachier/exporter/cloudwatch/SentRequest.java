package io.cachier.exporter.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A request as it arrived.
 *
 * @param method of HTTP
 * @param path of its address
 * @param headers by lower-case names
 * @param bytes how many were on the wire
 * @param bodyBytes how many they were when they were unpacked
 * @param namespace of its data
 * @param data in their order
 */
record SentRequest(
    String method,
    String path,
    Map<String, String> headers,
    int bytes,
    int bodyBytes,
    String namespace,
    List<SentDatum> data) {
  private static final CBORMapper CBOR = new CBORMapper();

  static SentRequest read(HttpExchange exchange) throws IOException {
    byte[] raw = exchange.getRequestBody().readAllBytes();
    Map<String, String> headers = new java.util.TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
    byte[] body = raw;
    if ("gzip".equals(headers.get("content-encoding"))) {
      try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(raw))) {
        body = unpacked.readAllBytes();
      }
    }
    JsonNode root = CBOR.readTree(body);
    List<SentDatum> data = new ArrayList<>();
    root.path("MetricData").forEach(datum -> data.add(datum(datum)));
    return new SentRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        headers,
        raw.length,
        body.length,
        root.path("Namespace").asText(),
        data);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  private static SentDatum datum(JsonNode node) {
    List<Map.Entry<String, String>> dimensions = new ArrayList<>();
    node.path("Dimensions")
        .forEach(
            dimension ->
                dimensions.add(
                    Map.entry(dimension.path("Name").asText(), dimension.path("Value").asText())));
    return new SentDatum(
        node.path("MetricName").asText(),
        List.copyOf(dimensions),
        Instant.ofEpochMilli(Math.round(node.path("Timestamp").asDouble() * 1000)),
        node.has("Value") ? List.of(node.path("Value").asDouble()) : List.of(),
        numbers(node.path("Values")),
        numbers(node.path("Counts")),
        node.path("Unit").asText(),
        node.path("StorageResolution").asInt());
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asDouble()));
    return List.copyOf(numbers);
  }
}
