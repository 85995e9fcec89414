package io.cachier.codec.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.spi.ValueCodec;
import io.cachier.tck.CodecContract;
import io.cachier.tck.CodecSample;
import java.util.List;
import java.util.stream.Stream;

/** The codec keeps the contract in JSON. */
class JsonCodecContractTest extends CodecContract {
  @Override
  protected ValueCodec codec() {
    return new JacksonCodec();
  }

  @Override
  protected List<CodecSample<?>> samples() {
    return Samples.all();
  }

  @Override
  protected List<byte[]> gadgets(String className) {
    return Attacks.gadgets(className).stream().map(text -> text.getBytes(UTF_8)).toList();
  }

  @Override
  protected List<byte[]> bombs() {
    return Stream.of(Attacks.texts(), Attacks.utf16()).flatMap(List::stream).toList();
  }
}
