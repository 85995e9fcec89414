package io.cachier.core;

import io.cachier.core.file.FileBackendProvider;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The real file backend, answering as a network driver does: never on the thread that asks, always
 * on one thread of its own, which must not be kept.
 */
final class DrivenFiles implements RemoteBackendProvider {
  static final String DRIVER = "the-driver";

  private final FileBackendProvider files = new FileBackendProvider();

  @Override
  public String name() {
    return "driven";
  }

  @Override
  public Set<String> settings() {
    return files.settings();
  }

  @Override
  public RemoteBackend open(Settings settings) {
    RemoteBackend real = files.open(settings);
    ExecutorService driver = Executors.newSingleThreadExecutor(task -> new Thread(task, DRIVER));
    return (RemoteBackend)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RemoteBackend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                real.close();
                driver.shutdown();
                return null;
              }
              if (!CompletionStage.class.isAssignableFrom(method.getReturnType())) {
                return method.invoke(real, arguments);
              }
              CompletableFuture<Object> answer = new CompletableFuture<>();
              driver.execute(
                  () -> {
                    try {
                      CompletionStage<?> stage =
                          (CompletionStage<?>) method.invoke(real, arguments);
                      CompletionStage<?> unused =
                          stage.whenComplete(
                              (value, failure) ->
                                  driver.execute(
                                      () -> {
                                        if (failure == null) {
                                          answer.complete(value);
                                        } else {
                                          answer.completeExceptionally(failure);
                                        }
                                      }));
                    } catch (InvocationTargetException e) {
                      answer.completeExceptionally(e.getCause());
                    } catch (IllegalAccessException e) {
                      answer.completeExceptionally(e);
                    }
                  });
              return answer;
            });
  }
}
