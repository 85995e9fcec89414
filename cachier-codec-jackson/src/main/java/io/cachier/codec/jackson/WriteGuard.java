package io.cachier.codec.jackson;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import java.io.IOException;
import java.util.Set;

/**
 * Refuses to write objects of classes that the declared type does not call for. Jackson writes what
 * an object is, and reads what is declared: an object of a subclass would come back as another.
 */
final class WriteGuard extends BeanSerializerModifier {
  private static final long serialVersionUID = 1L;

  private final transient Set<Class<?>> allowed;

  private WriteGuard(Set<Class<?>> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  static void install(ObjectMapper mapper, Set<Class<?>> allowed) {
    mapper.setSerializerFactory(
        mapper.getSerializerFactory().withSerializerModifier(new WriteGuard(allowed)));
  }

  @Override
  public JsonSerializer<?> modifySerializer(
      SerializationConfig config, BeanDescription bean, JsonSerializer<?> serializer) {
    Class<?> type = bean.getBeanClass();
    // A constant of an enum may be of a class of its own; it is read by its name.
    boolean constant = Enum.class.isAssignableFrom(type);
    return constant || allowed.contains(type) || KnownTypes.isWritten(type)
        ? serializer
        : new Refusal(type);
  }

  private static final class Refusal extends JsonSerializer<Object> {
    private final Class<?> type;

    Refusal(Class<?> type) {
      this.type = type;
    }

    @Override
    public void serialize(Object value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      throw new RefusedClassException(out, type);
    }

    @Override
    public void serializeWithType(
        Object value, JsonGenerator out, SerializerProvider provider, TypeSerializer types)
        throws IOException {
      throw new RefusedClassException(out, type);
    }
  }
}
