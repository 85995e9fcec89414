package io.cachier.core;

/**
 * The right to compute and store a key, or the lack of it.
 *
 * @param state how the backend answered
 * @param token the fencing token to store with
 */
record Grip(State state, long token) {
  enum State {
    /** This call computes. */
    GRANTED,
    /** This call may compute, but somebody wrote since it looked. */
    CHANGED,
    /** Somebody else is computing. */
    HELD,
    /** The backend can't say, or was not asked: this call computes and stores without a claim. */
    UNFENCED
  }

  static final Grip HELD = new Grip(State.HELD, 0);
  static final Grip UNFENCED = new Grip(State.UNFENCED, 0);
}
