package io.cachier;

import io.cachier.spi.CachierEngine;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the one engine, and says what to add when it is missing. */
final class EngineLookup {
  private EngineLookup() {}

  static CachierEngine find() {
    List<CachierEngine> found;
    try {
      found = load(ServiceLoader.load(CachierEngine.class));
      if (found.isEmpty()) {
        // Under a container the thread's loader may not see what the API's own loader sees.
        found = load(ServiceLoader.load(CachierEngine.class, Cachier.class.getClassLoader()));
      }
    } catch (ServiceConfigurationError e) {
      throw new ConfigurationException(
          "Cachier", List.of("the engine could not be loaded: " + e.getMessage()));
    }
    return single(found);
  }

  static CachierEngine single(List<CachierEngine> found) {
    if (found.isEmpty()) {
      throw new ConfigurationException(
          "Cachier",
          List.of(
              "no engine on the class path; add io.cachier:cachier-core, version as the API's"));
    }
    if (found.size() > 1) {
      throw new ConfigurationException(
          "Cachier",
          List.of(
              "two engines on the class path, "
                  + found.get(0).getClass().getName()
                  + " and "
                  + found.get(1).getClass().getName()
                  + "; keep one"));
    }
    return found.get(0);
  }

  private static List<CachierEngine> load(ServiceLoader<CachierEngine> loader) {
    return loader.stream().map(ServiceLoader.Provider::get).toList();
  }
}
