package io.cachier.codec.jackson;

import io.cachier.spi.ValueCodec;
import io.cachier.tck.CodecContract;
import io.cachier.tck.CodecSample;
import java.util.List;
import java.util.Map;

/** The codec keeps the contract in Smile. */
class SmileCodecContractTest extends CodecContract {
  @Override
  protected ValueCodec codec() {
    return new JacksonCodec();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("jackson.format", "smile");
  }

  @Override
  protected List<CodecSample<?>> samples() {
    return Samples.all();
  }

  @Override
  protected List<byte[]> gadgets(String className) {
    return Attacks.gadgets(className).stream().map(Attacks::smile).toList();
  }

  @Override
  protected List<byte[]> bombs() {
    return Attacks.smiles();
  }
}
