package io.cachier.spi;

import java.time.Duration;

/** The answer to a request to be the one who computes a key. */
public sealed interface Claim {
  /**
   * The caller is now the one who computes.
   *
   * @param token the fencing token, above 0 and never used before for this key: a write that bears
   *     it is refused once a newer claim was granted or the key was removed
   * @param version the version of the entry stored when the claim was granted, 0 if there was none.
   *     If it is not the one that the caller last looked up, somebody wrote in between
   */
  record Granted(long token, long version) implements Claim {}

  /**
   * Somebody else is computing.
   *
   * @param remaining how long their lease still runs unless they renew it
   */
  record Held(Duration remaining) implements Claim {}
}
