package io.cachier.judges;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A node of a JSON or YAML document. YAML 1.2 contains JSON, so one parser reads both.
 *
 * @param value a map, a list, or a scalar; null for what is absent
 */
record Document(Object value) {
  static Document parse(String text) {
    return new Document(new Load(LoadSettings.builder().build()).loadFromString(text));
  }

  /** The child of that name; absent where there is none. */
  Document get(String name) {
    return new Document(value instanceof Map<?, ?> map ? map.get(name) : null);
  }

  /** The children; none where this is no list. */
  List<Document> list() {
    return value instanceof List<?> list ? list.stream().map(Document::new).toList() : List.of();
  }

  boolean isPresent() {
    return value != null;
  }

  String text() {
    return Objects.toString(Objects.requireNonNull(value, "no text here"));
  }

  /** The number, also where it is written as a text, as Prometheus writes its values. */
  double number() {
    return switch (text()) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text());
    };
  }

  /** The names and texts of a map of scalars. */
  Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, text) -> texts.put(name.toString(), String.valueOf(text)));
    }
    return texts;
  }
}
