package io.cachier.tck;

import io.cachier.TypeRef;
import io.cachier.core.codec.JavaCodec;
import io.cachier.spi.ValueCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The java codec of cachier-core keeps the contract. */
class JavaCodecTest extends CodecContract {
  @Override
  protected ValueCodec codec() {
    return new JavaCodec();
  }

  @Override
  protected List<CodecSample<?>> samples() {
    return List.of(
        CodecSample.of(Locale.class, Locale.FRANCE),
        CodecSample.of(Number.class, 1.5),
        new CodecSample<>(new TypeRef<Collection<Number>>() {}, Arrays.asList(1, 2.0)));
  }

  /** Sets and lists that share their elements level by level. */
  @Override
  protected List<byte[]> bombs() {
    return List.of(ForeignBytes.serialized(laughs(100)));
  }

  static Object laughs(int levels) {
    List<Object> one = new ArrayList<>(List.of("x"));
    List<Object> other = new ArrayList<>(List.of("y"));
    for (int i = 0; i < levels; i++) {
      List<Object> next = new ArrayList<>(Arrays.asList(one, other));
      other = new ArrayList<>(Arrays.asList(other, one));
      one = next;
    }
    List<Object> key = new ArrayList<>();
    Map<Object, Object> map = new HashMap<>();
    map.put(key, "v");
    key.addAll(one);
    return map;
  }
}
