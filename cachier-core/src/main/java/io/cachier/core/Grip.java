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
    GRANTED("this call has the right to compute"),
    /** This call may compute, but somebody wrote since it looked. */
    CHANGED("somebody wrote since this call looked: it looks again"),
    /** Somebody else is computing. */
    HELD("another process is computing it"),
    /** The backend can't say, or was not asked: this call computes and stores without a claim. */
    UNFENCED("the backend gives no claim: this call computes without one");

    private final String told;

    State(String told) {
      this.told = told;
    }

    /** The state in a sentence, for a person. */
    String told() {
      return told;
    }
  }

  static final Grip HELD = new Grip(State.HELD, 0);
  static final Grip UNFENCED = new Grip(State.UNFENCED, 0);
}
