package io.cachier.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.fasterxml.jackson.databind.jsontype.PolymorphicTypeValidator;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cachier.CodecException;
import io.cachier.ConfigurationException;
import io.cachier.TypeRef;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mapper of the application's. */
class OwnMapperTest {
  record Person(String firstName, int age) {}

  @Test
  void codec_ownMapper_writesAsItSays() {
    JsonMapper mapper =
        JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    BoundCodec codec = Bytes.bind(mapper, TypeRef.of(Person.class));

    assertThat(Bytes.json(codec, new Person("Ann", 3)))
        .isEqualTo("{\"first_name\":\"Ann\",\"age\":3}");
    assertThat(Bytes.read(codec, "{\"age\":3,\"first_name\":\"Ann\"}"))
        .isEqualTo(new Person("Ann", 3));
  }

  @Test
  void codec_ownMapperChangedLater_isAsItWas() {
    ObjectMapper mapper = new ObjectMapper();
    JacksonCodec codec = new JacksonCodec(mapper);
    mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    BoundCodec bound = codec.bind(TypeRef.of(Person.class), new MapSettings(java.util.Map.of()));

    assertThat(Bytes.json(bound, new Person("Ann", 3))).contains("firstName");
  }

  @Test
  void codec_ownMapper_hasTheLimitsOfTheCodecAndOneValueOnly() {
    BoundCodec codec = Bytes.bind(new ObjectMapper(), new TypeRef<List<Person>>() {});

    assertThatThrownBy(() -> Bytes.read(codec, "[".repeat(300))).isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> Bytes.read(codec, "[] []")).isInstanceOf(CodecException.class);
  }

  @Test
  void codec_defaultTyping_isRefusedWithARemedy() {
    PolymorphicTypeValidator anything =
        BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build();
    for (ObjectMapper mapper :
        List.of(
            JsonMapper.builder()
                .activateDefaultTyping(anything, ObjectMapper.DefaultTyping.NON_FINAL)
                .build(),
            new ObjectMapper().activateDefaultTyping(anything),
            new ObjectMapper()
                .activateDefaultTypingAsProperty(
                    anything, ObjectMapper.DefaultTyping.JAVA_LANG_OBJECT, "t"))) {
      assertThatThrownBy(() -> new JacksonCodec(mapper))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(mapper.getClass().getName())
          .hasMessageContaining("default typing")
          .hasMessageContaining("deactivateDefaultTyping()");
      assertThat(new JacksonCodec(mapper.copy().deactivateDefaultTyping()).id())
          .isEqualTo("jackson");
    }
  }

  static final class Uncopied extends ObjectMapper {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void codec_mapperThatCannotBeCopied_isRefused() {
    assertThatThrownBy(() -> new JacksonCodec(new Uncopied()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("override copy()");
  }

  @Test
  void bind_moduleMissing_isRefusedNotLeftToTheFirstCall() {
    assertThatThrownBy(() -> Bytes.bind(new ObjectMapper(), TypeRef.of(Instant.class)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("register JavaTimeModule");
    ObjectMapper withModule = new ObjectMapper().registerModule(new JavaTimeModule());
    assertThat(Bytes.bind(withModule, TypeRef.of(Instant.class))).isNotNull();
  }

  @Test
  void validator_anyName_isDeniedUnseen() {
    ObjectMapper mapper = new ObjectMapper();
    MapperConfig<?> config = mapper.getDeserializationConfig();
    JavaType type = mapper.constructType(Person.class);

    assertThat(new NoClassByName().validateSubClassName(config, type, "a.B"))
        .isEqualTo(PolymorphicTypeValidator.Validity.DENIED);
    assertThat(new NoClassByName().validateSubType(config, type, type))
        .isEqualTo(PolymorphicTypeValidator.Validity.DENIED);
  }
}
