package io.cachier.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cachier.spi.BackendProvider;
import java.lang.reflect.Modifier;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Test;

/**
 * The contract of a {@link BackendProvider}: rules P1 to P5 of {@code docs/semantics.md}. Extend it
 * beside {@link RemoteBackendContract} or {@link LocalBackendContract}.
 */
@DisplayNameGeneration(RuleNames.class)
public abstract class ProviderContract {
  /** For subclasses. */
  protected ProviderContract() {}

  /**
   * The provider under test.
   *
   * @return a provider; each call makes a new one
   */
  protected abstract BackendProvider provider();

  @Test
  @Rule("P1")
  void name_ofProvider_isLowerCase() {
    assertThat(provider().name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
  }

  @Test
  @Rule("P2")
  void providerClass_forServiceLoader_isPublicWithPublicConstructor() {
    Class<?> type = provider().getClass();
    assertThat(Modifier.isPublic(type.getModifiers())).as("%s is public", type).isTrue();
    assertThatCode(type::getConstructor)
        .as("a public constructor of %s without parameters", type)
        .doesNotThrowAnyException();
  }

  @Test
  @Rule("P3")
  void serviceLoader_allBackends_findsItAlone() {
    String name = provider().name();
    assumeThat(provider().getClass().getConstructors())
        .as("a constructor for ServiceLoader: see P2")
        .anyMatch(constructor -> constructor.getParameterCount() == 0);
    assertThat(ServiceLoader.load(BackendProvider.class))
        .filteredOn(found -> found.name().equals(name))
        .as("providers named '%s' in META-INF/services/%s", name, BackendProvider.class.getName())
        .singleElement()
        .hasSameClassAs(provider());
  }

  @Test
  @Rule("P4")
  void settings_names_beginWithTheProvider() {
    String name = provider().name();
    assertThat(provider().settings())
        .allMatch(setting -> setting.matches("[a-z0-9]+([.-][a-z0-9]+)*"), "lower-case words")
        .allMatch(setting -> setting.startsWith(name + "."), "begins with " + name + ".");
  }

  @Test
  @Rule("P5")
  void nameAndSettings_askedAgain_areTheSame() {
    BackendProvider provider = provider();
    assertThat(provider.name()).isEqualTo(provider.name()).isEqualTo(provider().name());
    assertThat(provider.settings()).isEqualTo(provider.settings()).isEqualTo(provider().settings());
  }
}
