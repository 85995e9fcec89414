package io.cachier.codec.jackson;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cachier.ConfigurationException;
import io.cachier.TypeRef;
import io.cachier.spi.Settings;
import io.cachier.spi.ValueCodec;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Values as JSON, or as Smile, its binary form: records, plain classes, enums, sealed types,
 * collections, arrays, {@code java.time}, {@code Optional}. Once this module is on the class path
 * its codec writes what goes to remote backends; entries that the {@code java} codec wrote are read
 * as before.
 *
 * <pre>{@code
 * CachedFunction<String, List<Forecast>> forecasts = cachier
 *     .function("forecasts", TypeRef.of(String.class), new TypeRef<List<Forecast>>() {}, api::fetch)
 *     .build();
 * }</pre>
 *
 * <p>What is written are the fields of a class, whatever its getters are. Fields that a class has
 * no more are passed over when an older entry is read, and fields that are new are null, 0 or
 * false: so a value class may grow. A type whose values could be of any class is refused when the
 * function is built, and no class is ever looked up by a name that was read. A value that can't be
 * read back is refused when it is written, which costs one reading for each writing.
 *
 * <p>The setting {@code jackson.format} says what is written: {@code json}, the default, or {@code
 * smile}. Both are read, whatever it says. At most 200 levels and numbers of 10,000 digits.
 * Thread-safe.
 */
public final class JacksonCodec implements ValueCodec {
  private static final String ID = "jackson";
  private static final String FORMAT = "jackson.format";

  private final ObjectMapper mapper;

  /** Makes the codec with a mapper of its own, which keeps every value exact. */
  public JacksonCodec() {
    this.mapper = ExactMapper.create();
  }

  /**
   * Makes the codec with an application's mapper: its modules, annotations, visibilities and
   * features hold. Its format and the limits of its parser don't: these are the codec's. Give the
   * codec to {@code CachierBuilder.codec}; it takes the place of the one that is found.
   *
   * <p>How exact values are read back is the mapper's affair then. One that fails on unknown
   * properties takes entries of a class that lost a field for unreadable: misses.
   *
   * @param mapper the mapper; copied, so that what happens to it later changes nothing
   * @throws ConfigurationException if default typing is active in it, since it has classes looked
   *     up by names that anybody may have written; or if it can't be copied
   */
  public JacksonCodec(ObjectMapper mapper) {
    Objects.requireNonNull(mapper, "mapper");
    if (hasDefaultTyping(mapper)) {
      throw refused(
          mapper.getClass().getName()
              + " has default typing active, by which whoever writes to the backend chooses the"
              + " classes that are created; give a copy without it (deactivateDefaultTyping()), and"
              + " declare subtypes by @JsonTypeInfo(use = NAME) with @JsonSubTypes");
    }
    try {
      this.mapper = mapper.copy();
    } catch (IllegalStateException e) {
      throw refused(
          mapper.getClass().getName()
              + " can't be copied; override copy() in it, or give a plain ObjectMapper");
    }
  }

  private static boolean hasDefaultTyping(ObjectMapper mapper) {
    JavaType any = mapper.constructType(Object.class);
    return mapper.getDeserializationConfig().getDefaultTyper(any) != null
        || mapper.getSerializationConfig().getDefaultTyper(any) != null;
  }

  private static ConfigurationException refused(String problem) {
    return new ConfigurationException("codec '" + ID + "'", List.of(problem));
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> settings() {
    return Set.of(FORMAT);
  }

  @Override
  public BoundCodec bind(TypeRef<?> type, Settings settings) {
    ObjectMapper own = mapper.copy().setPolymorphicTypeValidator(new NoClassByName());
    JavaType declared = own.constructType(type.type());
    TypeCheck check = new TypeCheck(own, declared);
    if (!check.problems().isEmpty()) {
      throw new ConfigurationException("codec '" + ID + "'", check.problems());
    }
    WriteGuard.install(own, check.classes());
    return new BoundJacksonCodec(own, declared, format(settings));
  }

  private static Format format(Settings settings) {
    String text = settings.text(FORMAT).orElse("json");
    for (Format format : Format.values()) {
      if (format.settingValue().equalsIgnoreCase(text)) {
        return format;
      }
    }
    settings.reject(FORMAT, "it must be one of [json, smile]");
    return Format.JSON;
  }
}
