package io.cachier.backend.sql;

import io.cachier.spi.EntryInfo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a function one after the other, in the order of their digests, a page ahead. No
 * connection is held between two pages. Blocks; not thread-safe.
 */
final class Listed {
  static final int PAGE = 500;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Gateway gateway;
  private final String function;
  private final Queue<EntryInfo> ahead = new ArrayDeque<>();
  private byte @Nullable [] last;
  private boolean over;

  Listed(Gateway gateway, String function) {
    this.gateway = gateway;
    this.function = function;
  }

  /**
   * The next entry, left in place, or null after the last.
   *
   * @throws CompletionException if the database can't tell
   */
  @Nullable EntryInfo peek() {
    if (ahead.isEmpty() && !over) {
      byte[] after = last;
      List<EntryInfo> page =
          gateway.now(
              PATIENCE,
              session -> new Bulk(session.table()).entries(session.dsl(), function, after, PAGE));
      ahead.addAll(page);
      over = page.size() < PAGE;
      if (!page.isEmpty()) {
        last = page.get(page.size() - 1).key().digest();
      }
    }
    return ahead.peek();
  }

  /** The next entry, which {@link #peek} has told of. */
  EntryInfo take() {
    return ahead.remove();
  }
}
