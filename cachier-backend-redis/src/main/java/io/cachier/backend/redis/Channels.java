package io.cachier.backend.redis;

import java.util.concurrent.CompletionStage;

/** A connection that listens to channels. Comes back, and subscribes anew, by itself. */
interface Channels {
  /** How a message is to be sent: PUBLISH. The mark that {@code await.lua} leaves. */
  int PUBLISH = 1;

  /** How a message is to be sent: SPUBLISH. */
  int SPUBLISH = 2;

  /**
   * Begins to listen.
   *
   * @return how messages must be sent to be heard; fails if nothing will be heard
   */
  CompletionStage<Integer> subscribe(byte[] channel);

  /** Ceases to listen. */
  void unsubscribe(byte[] channel);

  /** Gives the connection up; completes when it is closed. */
  CompletionStage<Void> close();
}
