package io.cachier.core.codec;

import io.cachier.ConfigurationException;
import io.cachier.TypeRef;
import io.cachier.core.type.ResolvedType;
import io.cachier.spi.Settings;
import io.cachier.spi.ValueCodec;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization behind a mandatory allow-list made from the declared type: its class, the
 * declared classes of its fields and so on, the usual collections where one is declared, the value
 * types of the JDK, and what the setting {@code codec.java.allow} adds. What can't be read back is
 * refused when it is written. Thread-safe.
 */
public final class JavaCodec implements ValueCodec {
  /** Makes the codec. */
  public JavaCodec() {}

  @Override
  public String id() {
    return "java";
  }

  @Override
  public Set<String> settings() {
    return Set.of(AllowSetting.NAME);
  }

  @Override
  public BoundCodec bind(TypeRef<?> type, Settings settings) {
    ResolvedType resolved = ResolvedType.of(type.type());
    ClassLoader loader = loaderOf(resolved);
    AllowSetting extra = AllowSetting.read(settings, loader);
    TypeWalk walk = new TypeWalk(resolved, extra);
    if (!walk.problems().isEmpty()) {
      throw new ConfigurationException("codec 'java'", walk.problems());
    }
    AllowList allowed = new AllowList(walk.classes(), extra, loader);
    return new BoundJavaCodec(resolved, allowed, walk.fingerprint());
  }

  /** The loader of the first of the user's classes in a type; the JDK's own know none of them. */
  private static @Nullable ClassLoader loaderOf(ResolvedType type) {
    if (!JdkClasses.isJdk(type.raw())) {
      return type.raw().getClassLoader();
    }
    return type.arguments().stream()
        .map(JavaCodec::loaderOf)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
