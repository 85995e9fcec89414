package io.cachier.codec.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a sealed type for what it says: one of the classes that it permits. The class is written by
 * its name in an object around the value, and looked up in the list of those that are permitted.
 * Annotations go first.
 */
final class SealedTypes extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;
  private static final JsonTypeInfo.Value BY_NAME =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.NAME, JsonTypeInfo.As.WRAPPER_OBJECT, null, null, false, true, null);

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated annotated) {
    JsonTypeInfo.Value stated = super.findPolymorphicTypeInfo(config, annotated);
    return stated == null && isSealed(annotated) ? BY_NAME : stated;
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
    List<NamedType> stated = super.findSubtypes(annotated);
    return stated == null && isSealed(annotated)
        ? permitted(annotated.getRawType()).map(NamedType::new).toList()
        : stated;
  }

  /**
   * An enum whose constants have bodies is sealed too, but is written as any enum. So are classes
   * of the JDK, which are values by themselves: {@code ZoneId} became sealed after JDK 17, and what
   * an older one has stored must still be read.
   */
  private static boolean isSealed(Annotated annotated) {
    return annotated instanceof AnnotatedClass
        && annotated.getRawType().isSealed()
        && !annotated.getRawType().isEnum()
        && !KnownTypes.isJdk(annotated.getRawType());
  }

  private static Stream<Class<?>> permitted(Class<?> type) {
    Class<?>[] direct = type.isEnum() ? null : type.getPermittedSubclasses();
    List<Class<?>> all = new ArrayList<>();
    if (direct != null) {
      Arrays.stream(direct)
          .forEach(
              each -> {
                all.add(each);
                permitted(each).forEach(all::add);
              });
    }
    return all.stream();
  }
}
