package io.cachier.judges;

import io.cachier.spi.Gauge;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import io.cachier.tck.ReferenceBackendProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The TCK's reference backend under a name of choice, with the gauges of a pool of connections. */
final class PooledBackendProvider implements RemoteBackendProvider {
  private static final List<Gauge> POOL = List.of(connections("idle", 3), connections("used", 1));

  private final RemoteBackendProvider reference = new ReferenceBackendProvider();
  private final String name;

  PooledBackendProvider(String name) {
    this.name = name;
  }

  private static Gauge connections(String state, int number) {
    return new Gauge("pool_connections", Map.of("pool", "main", "state", state), number);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<String> settings() {
    return reference.settings();
  }

  @Override
  public RemoteBackend open(Settings settings) {
    RemoteBackend backend = reference.open(settings);
    return (RemoteBackend)
        Proxy.newProxyInstance(
            RemoteBackend.class.getClassLoader(),
            new Class<?>[] {RemoteBackend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("gauges")) {
                return POOL;
              }
              try {
                return method.invoke(backend, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
