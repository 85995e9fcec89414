package io.cachier.codec.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.impl.UnsupportedTypeDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a declared type as Jackson would read it: to the classes that it calls for, and to whatever
 * in it could be of any class, or would not be read back. A type that brings a deserializer of its
 * own, by annotation or module, is trusted. One walk's own; not thread-safe.
 */
final class TypeCheck {
  /**
   * The ways to tell subtypes apart that choose from a list. Deduction is none: it takes the name
   * of a class too, if the bytes bring one.
   */
  private static final Set<JsonTypeInfo.Id> CLOSED =
      EnumSet.of(JsonTypeInfo.Id.NAME, JsonTypeInfo.Id.SIMPLE_NAME);

  private static final String JACKSON = "com.fasterxml.jackson.databind.";

  private final ObjectMapper mapper;
  private final DeserializationConfig config;
  private final DeserializationContext context;
  private final String subject;
  private final Set<Seen> seen = new HashSet<>();
  private final Set<Class<?>> classes = new LinkedHashSet<>();
  private final Set<String> problems = new LinkedHashSet<>();

  /** A type may be declared twice, with other ways to tell its subtypes apart. */
  private record Seen(
      JavaType type,
      JsonTypeInfo.@Nullable Id own,
      JsonTypeInfo.@Nullable Id ofContent,
      @Nullable String property) {
    static Seen of(JavaType type, @Nullable AnnotatedMember property) {
      JavaType content = type.getContentType();
      return new Seen(
          type,
          mechanism(type),
          content == null ? null : mechanism(content),
          property == null ? null : property.getFullName());
    }

    private static JsonTypeInfo.@Nullable Id mechanism(JavaType type) {
      return type.<Object>getTypeHandler() instanceof TypeDeserializer types
          ? types.getTypeIdResolver().getMechanism()
          : null;
    }
  }

  TypeCheck(ObjectMapper mapper, JavaType type) {
    this.mapper = mapper;
    this.config = mapper.getDeserializationConfig();
    this.context =
        ((DefaultDeserializationContext) mapper.getDeserializationContext())
            .createDummyInstance(config);
    this.subject = "type " + type.toCanonical();
    visit(type, "");
  }

  /** What may be written. */
  Set<Class<?>> classes() {
    return classes;
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  private void visit(JavaType type, String path) {
    Class<?> raw = type.getRawClass();
    if (!seen.add(Seen.of(type, null))) {
      return;
    }
    if (KnownTypes.isValue(raw)) {
      visitKnown(type, path);
    } else if (raw.isEnum()) {
      classes.add(raw);
    } else if (type.isArrayType()) {
      visit(type.getContentType(), path + ", elements of an array");
    } else if (type.isContainerType()) {
      visitContainer(type, path);
    } else if (type.isReferenceType()) {
      visitReference(type, path);
    } else if (raw == Object.class) {
      report(path, type, "may be of any class; declare a concrete type");
    } else if (KnownTypes.isJdk(raw) || raw.getName().startsWith(JACKSON)) {
      report(
          path,
          type,
          "is not known to be read back as it was written; declare a record with what you need of"
              + " it");
    } else {
      visitOwn(type, path, null);
    }
  }

  /** Without its module, a mapper reads nothing of java.time, and tells so only when it reads. */
  private void visitKnown(JavaType type, String path) {
    if (deserializer(type, path) instanceof UnsupportedTypeDeserializer) {
      report(
          path,
          type,
          "needs a module that the mapper lacks; register JavaTimeModule and Jdk8Module");
    }
  }

  private void visitContainer(JavaType type, String path) {
    JsonDeserializer<?> deserializer = deserializer(type, path);
    if (deserializer == null) {
      return;
    }
    classes.add(type.getRawClass());
    if (!KnownTypes.isJdk(type.getRawClass()) && isJacksons(deserializer)) {
      report(
          path,
          type,
          "is a collection of its own, of which Jackson reads the elements alone; declare the"
              + " interface, or a record that holds the collection");
    }
    JavaType key = type.getKeyType();
    if (key != null && key.getRawClass() == Object.class) {
      visit(key, path + ", keys of a map");
    } else if (key != null && !KnownTypes.isKey(key.getRawClass())) {
      report(
          path + ", keys of a map",
          key,
          "has no text that it could be read back from; declare keys that are texts, numbers,"
              + " enums, UUIDs or of java.time, or a list of entries");
    }
    visit(type.getContentType(), path + ", elements of " + type.getRawClass().getTypeName());
  }

  private void visitReference(JavaType type, String path) {
    if (deserializer(type, path) == null) {
      return;
    }
    classes.add(type.getRawClass());
    JavaType content = type.getContentType();
    if (content.isReferenceType()) {
      report(path, type, "holds another reference, whose absence can't be told apart; declare one");
    }
    visit(content, path + ", content of " + type.getRawClass().getTypeName());
  }

  private void visitOwn(JavaType type, String path, @Nullable AnnotatedMember property) {
    JsonDeserializer<?> deserializer = deserializer(type, path);
    if (deserializer == null) {
      return;
    }
    classes.add(type.getRawClass());
    boolean polymorphic = visitSubtypes(type, path, property);
    if (deserializer instanceof BeanDeserializerBase bean) {
      visitBean(type, bean, path);
    } else if (deserializer instanceof AbstractDeserializer && !polymorphic) {
      report(
          path,
          type,
          "is abstract and may be of any class; declare a concrete type, make it sealed, or name"
              + " its subtypes by @JsonTypeInfo(use = NAME) and @JsonSubTypes");
    }
  }

  /** Tells whether the type is written with the name of a subtype. */
  private boolean visitSubtypes(JavaType type, String path, @Nullable AnnotatedMember property) {
    TypeDeserializer types = typeDeserializer(type, path, property);
    if (types == null) {
      return false;
    }
    if (!CLOSED.contains(types.getTypeIdResolver().getMechanism())) {
      report(
          path,
          type,
          "has its classes looked up by names that are read; declare @JsonTypeInfo(use = NAME) with"
              + " @JsonSubTypes, or make it sealed");
      return true;
    }
    boolean some = false;
    for (NamedType each : subtypes(type, property)) {
      Class<?> subtype = each.getType();
      if (subtype != type.getRawClass() && type.getRawClass().isAssignableFrom(subtype)) {
        some = true;
        visit(
            config.getTypeFactory().constructSpecializedType(type, subtype),
            path + ", subtype of " + type.getRawClass().getTypeName());
      }
    }
    return some;
  }

  private Collection<NamedType> subtypes(JavaType type, @Nullable AnnotatedMember property) {
    return property == null
        ? config
            .getSubtypeResolver()
            .collectAndResolveSubtypesByTypeId(
                config, config.introspectClassAnnotations(type).getClassInfo())
        : config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, property, type);
  }

  private @Nullable TypeDeserializer typeDeserializer(
      JavaType type, String path, @Nullable AnnotatedMember property) {
    try {
      TypeDeserializer ofType = type.getTypeHandler();
      return ofType != null || property != null ? ofType : config.findTypeDeserializer(type);
    } catch (JsonMappingException | RuntimeException e) {
      unreadable(path, type, e);
      return null;
    }
  }

  private void visitBean(JavaType type, BeanDeserializerBase bean, String path) {
    classes.add(bean.getValueType().getRawClass());
    ValueInstantiator creator = bean.getValueInstantiator();
    if (!creator.canInstantiate()) {
      report(
          path,
          type,
          "has no constructor that Jackson could use; make it a record, or declare a constructor"
              + " without parameters or one with @JsonCreator");
    }
    visitIfThere(creator.getDelegateType(config), path);
    visitIfThere(creator.getArrayDelegateType(config), path);
    bean.creatorProperties().forEachRemaining(each -> visitProperty(each, type, path));
    bean.properties().forEachRemaining(each -> visitProperty(each, type, path));
    visitUnwrapped(type, path);
  }

  private void visitIfThere(@Nullable JavaType type, String path) {
    if (type != null) {
      visit(type, path);
    }
  }

  private void visitProperty(SettableBeanProperty property, JavaType owner, String path) {
    String deeper = pathOf(property.getName(), owner, path);
    JsonDeserializer<?> itsOwn = property.getValueDeserializer();
    if (property.getInjectableValueId() == null && (itsOwn == null || isJacksons(itsOwn))) {
      TypeDeserializer types = property.getValueTypeDeserializer();
      AnnotatedMember member = property.getMember();
      if (types == null || member == null) {
        visit(property.getType(), deeper);
      } else {
        visitTyped(property.getType().withTypeHandler(types), deeper, annotated(member));
      }
    }
  }

  private void visitTyped(JavaType type, String path, @Nullable AnnotatedMember property) {
    if (property == null) {
      visit(type, path);
    } else if (seen.add(Seen.of(type, property))) {
      visitOwn(type, path, property);
    }
  }

  /** The member, if it is that, and not the class, that tells how subtypes are told apart. */
  private @Nullable AnnotatedMember annotated(AnnotatedMember member) {
    return config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, member) == null
        ? null
        : member;
  }

  /** What stands unwrapped among the fields is no property of the reader. */
  private void visitUnwrapped(JavaType type, String path) {
    for (BeanPropertyDefinition each :
        mapper.getSerializationConfig().introspect(type).findProperties()) {
      AnnotatedMember accessor = each.getAccessor();
      if (accessor != null
          && config.getAnnotationIntrospector().findUnwrappingNameTransformer(accessor) != null) {
        visit(accessor.getType(), pathOf(each.getName(), type, path));
      }
    }
  }

  private static String pathOf(String property, JavaType owner, String path) {
    return path + ", '" + property + "' of " + owner.getRawClass().getTypeName();
  }

  private @Nullable JsonDeserializer<?> deserializer(JavaType type, String path) {
    try {
      return context.findNonContextualValueDeserializer(type);
    } catch (JsonMappingException | RuntimeException | LinkageError e) {
      // Broad, because annotations name classes of the user's, which may fail in any way.
      unreadable(path, type, e);
      return null;
    }
  }

  private static boolean isJacksons(JsonDeserializer<?> deserializer) {
    return deserializer.getClass().getName().startsWith(JACKSON);
  }

  private void unreadable(String path, JavaType type, Throwable e) {
    String message =
        e instanceof JsonMappingException known
            ? known.getOriginalMessage()
            : String.valueOf(e.getMessage());
    report(path, type, "can't be read by Jackson: " + message + "; declare another type");
  }

  private void report(String path, JavaType culprit, String reason) {
    problems.add(
        subject + path + ": " + culprit.toCanonical() + " " + reason + "; or set codec to java");
  }
}
