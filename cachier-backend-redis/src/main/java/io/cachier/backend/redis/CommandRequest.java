package io.cachier.backend.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One plain command and its answer. */
final class CommandRequest<T extends @Nullable Object> extends Request<T> {
  private final ProtocolKeyword type;
  private final Supplier<CommandOutput<byte[], byte[], T>> output;
  private final Consumer<CommandArgs<byte[], byte[]>> args;
  private final @Nullable StatefulConnection<byte[], byte[]> server;
  private @Nullable Reply<T> reply;

  /** To the server that has the key. */
  CommandRequest(
      Gateway gateway,
      ProtocolKeyword type,
      Supplier<CommandOutput<byte[], byte[], T>> output,
      Consumer<CommandArgs<byte[], byte[]>> args) {
    this(gateway, type, output, args, null);
  }

  /** To one server, whatever the key. */
  CommandRequest(
      Gateway gateway,
      ProtocolKeyword type,
      Supplier<CommandOutput<byte[], byte[], T>> output,
      Consumer<CommandArgs<byte[], byte[]>> args,
      @Nullable StatefulConnection<byte[], byte[]> server) {
    super(gateway);
    this.server = server;
    this.type = type;
    this.output = output;
    this.args = args;
  }

  @Override
  void dispatch(Link link) {
    CommandArgs<byte[], byte[]> filled = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    args.accept(filled);
    Reply<T> sent = new Reply<>(this, type, output.get(), filled);
    reply = sent;
    if (server == null) {
      link.send(sent);
    } else {
      server.dispatch(sent);
    }
  }

  @Override
  void settled() {
    Reply<T> ended = reply;
    if (ended != null) {
      Throwable failure = ended.failure();
      if (failure == null) {
        succeed(ended.getOutput().get());
      } else {
        fail(failure);
      }
    }
  }
}
