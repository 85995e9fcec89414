package io.cachier.backend.sql;

import io.cachier.spi.EntryKey;
import io.cachier.spi.RemoteBackend;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What tests below the engine do with stages and keys. */
final class Stages {
  private Stages() {}

  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("the operation failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within 30 seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** What an operation failed with. */
  static Throwable failure(CompletionStage<?> stage) {
    try {
      Object answer = stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
      throw new AssertionError("it succeeded: " + answer);
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within 30 seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  static EntryKey key(String function, int number) {
    byte[] digest = new byte[EntryKey.DIGEST_BYTES];
    ByteBuffer.wrap(digest).putInt(28, number);
    return new EntryKey(function, digest);
  }

  static void put(RemoteBackend backend, EntryKey key, byte[] payload) {
    if (!get(backend.store(key, payload, RemoteBackend.UNFENCED, Optional.empty()))) {
      throw new AssertionError("an unfenced store was refused");
    }
  }
}
