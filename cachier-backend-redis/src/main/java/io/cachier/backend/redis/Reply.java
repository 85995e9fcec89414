package io.cachier.backend.redis;

import io.lettuce.core.internal.ExceptionFactory;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** One command on its way, and the request that waits for it. Runs on Lettuce's event loop. */
final class Reply<T> extends Command<byte[], byte[], T> {
  private final Request<?> request;
  private @Nullable Throwable failure;

  Reply(
      Request<?> request,
      ProtocolKeyword type,
      CommandOutput<byte[], byte[], T> output,
      CommandArgs<byte[], byte[]> args) {
    super(type, output, args);
    this.request = request;
  }

  /** Null: it was answered. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void complete() {
    if (!isDone()) {
      super.complete();
      if (getOutput().hasError()) {
        failure = ExceptionFactory.createExecutionException(getOutput().getError());
      }
      request.settled();
    }
  }

  @Override
  public boolean completeExceptionally(Throwable throwable) {
    if (isDone()) {
      return false;
    }
    failure = throwable;
    super.completeExceptionally(throwable);
    request.settled();
    return true;
  }

  @Override
  public void cancel() {
    if (!isDone()) {
      failure = new CancellationException("the connection was closed");
      super.cancel();
      request.settled();
    }
  }
}
