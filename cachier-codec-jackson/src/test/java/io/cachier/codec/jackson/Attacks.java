package io.cachier.codec.jackson;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.dataformat.smile.SmileGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What somebody might put into a store in the hope of harm. */
final class Attacks {
  private Attacks() {}

  /** Every way in which Jackson can be told of a class. */
  static List<String> gadgets(String name) {
    List<String> objects =
        List.of(
            "[\"NAME\",{}]",
            "[\"NAME\",\"x\"]",
            "[\"NAME\",[\"NAME\",{}]]",
            "{\"@class\":\"NAME\"}",
            "{\"@c\":\"NAME\"}",
            "{\"@type\":\"NAME\",\"name\":\"x\"}",
            "{\"NAME\":{}}",
            "\"NAME\"");
    List<String> all = new ArrayList<>();
    for (String object : objects) {
      for (String place :
          List.of(
              "%s",
              "[%s]",
              "{\"name\":%s,\"names\":[]}",
              "{\"name\":\"x\",\"names\":[%s]}",
              "{\"label\":\"x\",\"content\":%s}",
              "{\"x\":[[%s]]}",
              "[\"java.util.ArrayList\",[%s]]")) {
        all.add(place.formatted(object).replace("NAME", name));
      }
    }
    return all;
  }

  static List<byte[]> texts() {
    List<String> numbers =
        List.of(
            "1e1000000000",
            "1e-1000000000",
            "-1E+2147483647",
            "1e99999999999999999999",
            "0." + "0".repeat(9_000) + "1e9999",
            "9".repeat(500_000),
            "0." + "9".repeat(500_000),
            "1" + "0".repeat(9_990) + "e-9000");
    List<String> all = new ArrayList<>(numbers);
    for (String number : numbers) {
      all.add("[" + number + "]");
      all.add("\"" + number + "\"");
      all.add("{\"x\":" + number + ",\"y\":" + number + ",\"age\":" + number + "}");
      all.add("{\"" + number + "\":[]}");
    }
    all.add("[" + "9".repeat(9_999) + (",\n" + "9".repeat(9_999)).repeat(40) + "]");
    all.add("\"" + "\\u0041".repeat(100_000));
    all.add("{" + "\"a\":1,".repeat(100_000) + "\"b\":2}");
    all.add("\"PT" + "9".repeat(100_000) + "S\"");
    all.add("\"" + "+".repeat(300_000) + "\"");
    return all.stream().map(text -> text.getBytes(UTF_8)).toList();
  }

  static List<byte[]> utf16() {
    return List.of("[1e1000000000]".getBytes(UTF_16LE), "\"a\"".getBytes(UTF_16LE));
  }

  static byte[] smile(String json) {
    JsonMapper lenient = JsonMapper.builder().enable(JsonReadFeature.ALLOW_MISSING_VALUES).build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonParser in = lenient.createParser(json);
        JsonGenerator out = new SmileFactory().createGenerator(bytes)) {
      in.nextToken();
      out.copyCurrentStructure(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private interface Writing {
    void write(SmileGenerator out) throws IOException;
  }

  private static byte[] smile(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (SmileGenerator out = new SmileFactory().createGenerator(bytes)) {
      writing.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static List<byte[]> smiles() {
    List<byte[]> all = new ArrayList<>();
    BigInteger large = BigInteger.ONE.shiftLeft(1_500_000);
    for (BigDecimal number :
        List.of(
            new BigDecimal(BigInteger.ONE, -1_000_000_000),
            new BigDecimal(BigInteger.ONE, (1 << 30) - 1),
            new BigDecimal(BigInteger.TEN, -(1 << 30)),
            new BigDecimal(large, 5))) {
      all.add(smile(out -> out.writeNumber(number)));
      all.add(
          smile(
              out -> {
                out.writeStartArray();
                out.writeNumber(number);
                out.writeEndArray();
              }));
      all.add(
          smile(
              out -> {
                out.writeStartObject();
                out.writeNumberField("x", number);
                out.writeNumberField("age", number);
                out.writeEndObject();
              }));
    }
    all.add(smile(out -> out.writeNumber(large)));
    // Binary, large numbers and names that claim two gigabytes, in every way that Smile has.
    for (String hex :
        List.of(
            "3a290a01260f7f7f7fbf01",
            "3a290a01260f7f7f7fbf010203",
            "3a290a012a800f7f7f7fbf01",
            "3a290a01e80f7f7f7fbf01",
            "3a290a01fd0f7f7f7fbf01",
            "3a290a05fd0f7f7f7fbf01",
            "3a290a01f8fd0f7f7f7fbf01f9",
            "3a290a01fa34616161",
            "3a290a01e0616161616161",
            "3a290a01ec",
            "3a290a01fd7f7f7f7f7f7f7fbf")) {
      all.add(HexFormat.of().parseHex(hex));
    }
    return all;
  }
}
