package io.cachier.codec.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cachier.TypeRef;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.util.Map;

/** Short ways to bind, write and read. */
final class Bytes {
  private Bytes() {}

  static BoundCodec bind(TypeRef<?> type) {
    return new JacksonCodec().bind(type, new MapSettings(Map.of()));
  }

  static BoundCodec bind(ObjectMapper mapper, TypeRef<?> type) {
    return new JacksonCodec(mapper).bind(type, new MapSettings(Map.of()));
  }

  static BoundCodec smile(TypeRef<?> type) {
    return new JacksonCodec().bind(type, new MapSettings(Map.of("jackson.format", "Smile")));
  }

  static Object read(BoundCodec codec, byte[] bytes) {
    return codec.decode(bytes, 0, bytes.length);
  }

  static Object read(BoundCodec codec, String json) {
    return read(codec, json.getBytes(UTF_8));
  }

  static String json(BoundCodec codec, Object value) {
    return new String(codec.encode(value), UTF_8);
  }
}
