package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.Cached;
import io.cachier.Cachier;
import io.cachier.CallOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods of a proxy that answer by a stage: what is cached is what the stage completes with. */
class AsyncProxyTest extends ProxyFixture {
  interface Client {
    @Cached
    CompletableFuture<List<String>> fetch(String city, @Nullable CallOptions options);

    @Cached
    CompletionStage<String> name(String city) throws IOException;

    CompletableFuture<String> direct(String city);
  }

  /** Hands out stages for a test to complete. */
  private final class RealClient implements Client {
    private final BlockingQueue<CompletableFuture<List<String>>> open = new LinkedBlockingQueue<>();

    CompletableFuture<List<String>> next() throws InterruptedException {
      return Objects.requireNonNull(open.poll(20, TimeUnit.SECONDS));
    }

    @Override
    public CompletableFuture<List<String>> fetch(String city, @Nullable CallOptions options) {
      runs.incrementAndGet();
      CompletableFuture<List<String>> stage = new CompletableFuture<>();
      open.add(stage);
      return stage;
    }

    @Override
    public CompletionStage<String> name(String city) throws IOException {
      if (city.isEmpty()) {
        throw new IOException("no city");
      }
      return city.isBlank() ? null : CompletableFuture.completedFuture(run(city));
    }

    @Override
    public CompletableFuture<String> direct(String city) {
      return CompletableFuture.completedFuture(run(city));
    }
  }

  private final RealClient real = new RealClient();
  private final Client client = cachier.proxy(Client.class, real);

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void call_manyBeforeTheStageCompletes_makeOneRun() throws Exception {
    List<CompletableFuture<List<String>>> calls =
        Stream.generate(() -> client.fetch("a", null)).limit(8).toList();
    assertThat(calls).noneMatch(CompletableFuture::isDone);
    calls.get(0).cancel(true);
    real.next().complete(List.of("sun"));

    for (CompletableFuture<List<String>> call : calls.subList(1, 8)) {
      assertThat(get(call)).containsExactly("sun");
    }
    assertThat(get(client.fetch("a", CallOptions.defaults()))).containsExactly("sun");
    assertThat(runs).hasValue(1);
  }

  @Test
  void call_optionsToSkip_reachTheTarget() throws Exception {
    CompletableFuture<List<String>> skipping = client.fetch("a", CallOptions.skip());
    real.next().complete(List.of("once"));
    CompletableFuture<List<String>> second = client.fetch("a", null);
    real.next().complete(List.of("kept"));

    assertThat(get(skipping)).containsExactly("once");
    assertThat(get(second)).containsExactly("kept");
  }

  @Test
  void call_stageFails_failureReachesTheCallerAndIsNotCached() throws Exception {
    IOException failure = new IOException("down");
    CompletableFuture<List<String>> failing = client.fetch("a", null);
    real.next().completeExceptionally(failure);

    assertThatThrownBy(() -> get(failing)).isInstanceOf(ExecutionException.class).hasCause(failure);
    CompletableFuture<List<String>> second = client.fetch("a", null);
    real.next().complete(List.of("up"));
    assertThat(get(second)).containsExactly("up");
  }

  @Test
  void call_targetThrowsOrGivesNoStage_failsTheStage() throws Exception {
    CompletionStage<String> thrown = client.name("");
    CompletionStage<String> none = client.name(" ");

    assertThatThrownBy(() -> get(thrown))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("no city");
    assertThatThrownBy(() -> get(none)).hasCauseInstanceOf(NullPointerException.class);
  }

  @Test
  void call_otherMethod_goesStraightToTheTarget() throws Exception {
    assertThat(get(client.direct("a"))).isEqualTo("a#1");
    assertThat(get(client.direct("a"))).isEqualTo("a#2");
    assertThat(get(client.name("a"))).isEqualTo("a#3");
    assertThat(get(client.name("a"))).isEqualTo("a#3");
  }

  @Test
  void precache_result_isWhatStagesCompleteWith() throws Exception {
    cachier.cachedMethod(client, "name", String.class).precache("given", "a");

    assertThat(get(client.name("a"))).isEqualTo("given");
    assertThat(runs).hasValue(0);
  }

  @Test
  void call_afterRestart_isAHit(@TempDir Path directory) throws Exception {
    for (int process = 0; process < 2; process++) {
      try (Cachier onFile =
          Cachier.builder()
              .backend("file")
              .setting("file.directory", directory.toString())
              .build()) {
        assertThat(get(onFile.proxy(Client.class, real).name("a"))).isEqualTo("a#1");
      }
    }
  }
}
