package io.cachier.backend.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The head of a record and its size, without the payload: PTTL, GETRANGE and STRLEN in a flush. */
final class InspectRequest extends Request<Optional<InspectRequest.Inspection>> {
  /** What is known of a key that holds a value. */
  record Inspection(long ageNanos, long sizeBytes, boolean claimed) {}

  private final byte[] key;
  private final AtomicInteger underWay = new AtomicInteger();
  private @Nullable Reply<Long> left;
  private @Nullable Reply<byte[]> head;
  private @Nullable Reply<Long> length;

  InspectRequest(Gateway gateway, byte[] key) {
    super(gateway);
    this.key = key;
  }

  @Override
  void dispatch(Link link) {
    Reply<Long> first =
        reply(CommandType.PTTL, new IntegerOutput<>(ByteArrayCodec.INSTANCE), onlyKey());
    Reply<byte[]> second =
        reply(
            CommandType.GETRANGE,
            new ByteArrayOutput<>(ByteArrayCodec.INSTANCE),
            onlyKey().add(0).add(RecordFormat.HEAD_BYTES - 1));
    Reply<Long> third =
        reply(CommandType.STRLEN, new IntegerOutput<>(ByteArrayCodec.INSTANCE), onlyKey());
    left = first;
    head = second;
    length = third;
    underWay.set(3);
    link.send(List.of(first, second, third));
  }

  private CommandArgs<byte[], byte[]> onlyKey() {
    return new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(key);
  }

  private <T> Reply<T> reply(
      CommandType type, CommandOutput<byte[], byte[], T> output, CommandArgs<byte[], byte[]> args) {
    return new Reply<>(this, type, output, args);
  }

  @Override
  void settled() {
    if (underWay.decrementAndGet() == 0 && left != null && head != null && length != null) {
      for (Reply<?> reply : List.of(left, head, length)) {
        Throwable failure = reply.failure();
        if (failure != null && RedisFailure.isWrongType(failure)) {
          // Another program's: no entry.
          succeed(Optional.empty());
          return;
        }
        if (failure != null) {
          fail(failure);
          return;
        }
      }
      succeed(inspection(left.getOutput().get(), head.getOutput().get(), length.getOutput().get()));
    }
  }

  private static Optional<Inspection> inspection(
      long leftMillis, byte @Nullable [] head, long length) {
    if (head == null || !RecordFormat.isOurs(head) || !RecordFormat.isStored(head)) {
      return Optional.empty();
    }
    long now = RecordFormat.nowMillis(head, leftMillis);
    return Optional.of(
        new Inspection(
            Math.max(0, RecordFormat.ageNanos(head, leftMillis)),
            Math.max(0, length - RecordFormat.HEAD_BYTES),
            RecordFormat.claimedAt(head, now)));
  }
}
