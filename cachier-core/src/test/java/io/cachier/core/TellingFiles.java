package io.cachier.core;

import io.cachier.core.file.FileBackendProvider;
import io.cachier.spi.ChangeListener;
import io.cachier.spi.ChangeWatch;
import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The real file backend, which tells of changes whatever and whenever a test says. */
final class TellingFiles implements RemoteBackendProvider {
  /** The engine's; null before the first watch. */
  volatile @Nullable ChangeListener listener;

  volatile boolean watching;
  volatile boolean tells = true;
  volatile boolean watchThrows;

  /** The keys that were looked up. */
  final List<EntryKey> lookedUp = new CopyOnWriteArrayList<>();

  /** Runs once a look-up has read, before it answers. */
  volatile Runnable beforeAnswer = () -> {};

  private final FileBackendProvider files = new FileBackendProvider();

  ChangeListener listener() {
    ChangeListener its = listener;
    if (its == null) {
      throw new AssertionError("nobody listens");
    }
    return its;
  }

  EntryKey lastKey() {
    return lookedUp.get(lookedUp.size() - 1);
  }

  @Override
  public String name() {
    return "telling";
  }

  @Override
  public Set<String> settings() {
    return files.settings();
  }

  @Override
  public RemoteBackend open(Settings settings) {
    RemoteBackend real = files.open(settings);
    return (RemoteBackend)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RemoteBackend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("watch")) {
                return watch((ChangeListener) arguments[1]);
              }
              try {
                Object answer = method.invoke(real, arguments);
                if (method.getName().equals("lookup")) {
                  lookedUp.add((EntryKey) arguments[0]);
                  beforeAnswer.run();
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Optional<ChangeWatch> watch(ChangeListener its) {
    if (watchThrows) {
      throw new IllegalStateException("no watch");
    }
    if (!tells) {
      return Optional.empty();
    }
    listener = its;
    watching = true;
    return Optional.of(() -> watching = false);
  }
}
