package io.cachier.codec.jackson;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Denies every class that is to be looked up by its name, before it is looked up. {@link TypeCheck}
 * lets no type through that would have one looked up; this is for what it may miss.
 */
final class NoClassByName extends PolymorphicTypeValidator.Base {
  private static final long serialVersionUID = 1L;

  @Override
  public Validity validateSubClassName(
      MapperConfig<?> config, JavaType baseType, String subClassName) {
    return Validity.DENIED;
  }

  @Override
  public Validity validateSubType(MapperConfig<?> config, JavaType baseType, JavaType subType) {
    return Validity.DENIED;
  }
}
