package io.cachier.backend.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Makes connections: with a client of our own, which is made when first needed, or with another's.
 */
interface Connector {
  /**
   * Makes the client, if it is to be ours, without connecting. Loads some hundred classes, which
   * may take a second on a busy machine.
   */
  void prepare();

  /** Connects for commands. Takes as long as {@link #prepare} if that was not done. */
  CompletionStage<Link> connect(ConnectionLedger ledger);

  /**
   * Connects for messages. Takes as long as {@link #prepare} if that was not done.
   *
   * @param message told the channel and the content of each message, on the event loop
   */
  CompletionStage<Channels> listen(ConnectionLedger ledger, BiConsumer<byte[], byte[]> message);

  /** Whether keys lie on several servers. */
  boolean isCluster();

  /** For a person to read; no credentials. */
  String where();

  /**
   * Shuts the client down if it is ours. Its connections should be closed by then.
   *
   * @return ends when its threads have, or nearly so; never exceptionally
   */
  CompletableFuture<Void> close();
}
