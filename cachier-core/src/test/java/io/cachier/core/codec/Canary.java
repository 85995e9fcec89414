package io.cachier.core.codec;

import java.io.ObjectInputStream;
import java.io.Serializable;

/** Must never come to life: whatever it does, it tells {@link CanaryLog}. */
class Canary implements Serializable {
  private static final long serialVersionUID = 1L;

  static {
    CanaryLog.sing("initialized");
  }

  Canary() {
    CanaryLog.sing("constructed");
  }

  private void readObject(ObjectInputStream in) {
    CanaryLog.sing("read");
  }
}
