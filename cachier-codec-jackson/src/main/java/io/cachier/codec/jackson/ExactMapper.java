package io.cachier.codec.jackson;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Date;

/** Makes the codec's own mapper: exact where Jackson's defaults are lenient, but open to growth. */
final class ExactMapper {
  private ExactMapper() {}

  static ObjectMapper create() {
    ObjectMapper mapper =
        JsonMapper.builder(Format.JSON.factory())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule().disable(JavaTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID))
            .annotationIntrospector(new SealedTypes())
            // Fields are what a value is. A getter may compute, and would be written for nothing.
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.SETTER, Visibility.NONE)
            .enable(MapperFeature.PROPAGATE_TRANSIENT_MARKER)
            // Unknown fields are passed over and absent ones get defaults: so a class may grow.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // A field whose type changed is a miss rather than a value that was bent to fit.
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            // More bytes than one value are damage.
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // A record without components is a value too.
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            // Moments as ISO texts, with their own offset and zone.
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .build();
    mapper.configOverride(Date.class).setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.NUMBER));
    return mapper;
  }
}
