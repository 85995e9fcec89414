package io.cachier.backend.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A script by its digest, and once more with its text if the server does not know it. */
final class ScriptRequest<T> extends Request<T> {
  private final Gateway gateway;
  private final Script script;
  private final Supplier<CommandOutput<byte[], byte[], T>> output;
  private final List<byte[]> keys;
  private final byte[][] arguments;
  private boolean withText;
  private @Nullable Reply<T> reply;

  ScriptRequest(
      Gateway gateway,
      Script script,
      Supplier<CommandOutput<byte[], byte[], T>> output,
      List<byte[]> keys,
      byte[]... arguments) {
    super(gateway);
    this.gateway = gateway;
    this.script = script;
    this.output = output;
    this.keys = keys;
    this.arguments = arguments;
  }

  @Override
  void dispatch(Link link) {
    CommandArgs<byte[], byte[]> args =
        new CommandArgs<>(ByteArrayCodec.INSTANCE)
            .add(withText ? script.body() : script.sha())
            .add(keys.size())
            .addKeys(keys);
    for (byte[] argument : arguments) {
      args.addValue(argument);
    }
    CommandType type = withText ? CommandType.EVAL : CommandType.EVALSHA;
    Reply<T> sent = new Reply<>(this, type, output.get(), args);
    reply = sent;
    link.send(sent);
  }

  @Override
  void settled() {
    Reply<T> ended = reply;
    if (ended == null) {
      return;
    }
    Throwable failure = ended.failure();
    if (failure == null) {
      succeed(ended.getOutput().get());
    } else if (failure instanceof RedisNoScriptException && !withText) {
      // A server that was restarted, flushed or failed over to: it keeps the text from now on.
      withText = true;
      gateway.repeat(this);
    } else {
      fail(failure);
    }
  }
}
