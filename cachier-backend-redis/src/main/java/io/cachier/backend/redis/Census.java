package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cachier.spi.EntryKey;
import io.cachier.spi.Usage;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts a function's entries for the whole fleet: one process counts, leaves what it found on the
 * server, and the others read that, at the price of a GET. A figure is at most ten seconds old. A
 * process that has itself written since can't trust it, and counts anew if nobody has done so in
 * the last two seconds; else it says that it does not know. So it says of a function that takes
 * more than its patience to count.
 */
final class Census {
  private static final long GOOD_FOR_MILLIS = 10_000;
  private static final long TOO_LARGE_FOR_MILLIS = 60_000;
  private static final long COUNTING_MILLIS = 2_000;
  private static final String UNKNOWN = "?";

  private final Gateway gateway;
  private final long patienceNanos;
  private final Map<String, Long> writtenNanos = new ConcurrentHashMap<>();

  Census(Gateway gateway, Duration patience) {
    this.gateway = gateway;
    patienceNanos = patience.toNanos();
  }

  /** This process changed what is stored. */
  void outdated(FunctionSpace space) {
    writtenNanos.put(space.toString(), System.nanoTime());
  }

  CompletableFuture<Usage> usage(FunctionSpace space) {
    return gateway
        .submit(
            new CommandRequest<byte[]>(
                gateway,
                CommandType.GET,
                () -> new ByteArrayOutput<>(ByteArrayCodec.INSTANCE),
                args -> args.addKey(space.census())))
        .thenCompose(
            found -> {
              String told = found == null ? "" : new String(found, US_ASCII);
              if (told.equals(UNKNOWN)) {
                return CompletableFuture.completedFuture(Usage.UNKNOWN);
              }
              return told.isEmpty() || wroteLately(space)
                  ? countIfNobodyDoes(space)
                  : CompletableFuture.completedFuture(parsed(told));
            });
  }

  private boolean wroteLately(FunctionSpace space) {
    Long written = writtenNanos.get(space.toString());
    return written != null
        && System.nanoTime() - written < TimeUnit.MILLISECONDS.toNanos(GOOD_FOR_MILLIS);
  }

  private static Usage parsed(String told) {
    int gap = told.indexOf(' ');
    return Usage.of(
        Long.parseLong(told.substring(0, gap)), Long.parseLong(told.substring(gap + 1)));
  }

  private CompletableFuture<Usage> countIfNobodyDoes(FunctionSpace space) {
    byte[] lock = (new String(space.census(), US_ASCII) + ":lock").getBytes(US_ASCII);
    return put(lock, "", COUNTING_MILLIS, true)
        .thenCompose(
            mine -> mine ? count(space) : CompletableFuture.completedFuture(Usage.UNKNOWN));
  }

  private CompletableFuture<Usage> count(FunctionSpace space) {
    long startNanos = System.nanoTime();
    DigestSet met = new DigestSet();
    LongAdder bytes = new LongAdder();
    Sweep sweep =
        new Sweep(
            new KeyScan(gateway, space),
            page ->
                System.nanoTime() - startNanos > patienceNanos
                    ? CompletableFuture.failedFuture(new TooLarge())
                    : measure(space, page, met, bytes));
    CompletableFuture<Usage> usage = new CompletableFuture<>();
    CompletableFuture<Long> counted = sweep.run();
    var unused =
        counted.whenComplete(
            (entries, failure) -> {
              if (entries != null) {
                long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
                leave(space, entries + " " + bytes.sum(), GOOD_FOR_MILLIS - tookMillis);
                usage.complete(Usage.of(entries, bytes.sum()));
              } else if (failure instanceof TooLarge) {
                leave(space, UNKNOWN, TOO_LARGE_FOR_MILLIS);
                usage.complete(Usage.UNKNOWN);
              } else {
                usage.completeExceptionally(failure);
              }
            });
    return usage;
  }

  /** Tells the others. If that fails, they count for themselves. */
  private void leave(FunctionSpace space, String text, long forMillis) {
    var unused = put(space.census(), text, forMillis, false);
  }

  private CompletableFuture<Long> measure(
      FunctionSpace space, List<byte[]> page, DigestSet met, LongAdder bytes) {
    List<CompletableFuture<Optional<InspectRequest.Inspection>>> asked = new ArrayList<>();
    for (byte[] key : page) {
      EntryKey entry = space.entry(key);
      if (entry != null && met.add(entry)) {
        asked.add(gateway.submit(new InspectRequest(gateway, key)));
      }
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            all -> {
              long entries = 0;
              for (CompletableFuture<Optional<InspectRequest.Inspection>> one : asked) {
                Optional<InspectRequest.Inspection> told = one.join();
                bytes.add(told.map(InspectRequest.Inspection::sizeBytes).orElse(0L));
                entries += told.isPresent() ? 1 : 0;
              }
              return entries;
            });
  }

  /** Whether it was put: always, but where {@code ifAbsent} is asked for. */
  private CompletableFuture<Boolean> put(
      byte[] key, String text, long forMillis, boolean ifAbsent) {
    return gateway
        .submit(
            new CommandRequest<@Nullable String>(
                gateway,
                CommandType.SET,
                () -> new StatusOutput<>(ByteArrayCodec.INSTANCE),
                args -> {
                  args.addKey(key).addValue(text.getBytes(US_ASCII)).add("PX");
                  args.add(Math.max(1, forMillis));
                  if (ifAbsent) {
                    args.add("NX");
                  }
                }))
        .thenApply("OK"::equals);
  }

  /** Counting would take too long. */
  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("too many entries to count", null, false, false);
    }
  }
}
