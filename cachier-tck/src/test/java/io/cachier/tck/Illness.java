package io.cachier.tck;

import io.cachier.spi.RemoteBackend;
import io.cachier.spi.Settings;

/** A way to break one rule and no other. */
record Illness(String rule, String name, Infection infection) {
  /** Opens a backend that has it. */
  interface Infection {
    RemoteBackend open(Ward ward, RemoteBackend healthy, Settings settings);
  }

  interface Plain {
    RemoteBackend open(Ward ward, RemoteBackend healthy);
  }

  static Illness of(String rule, String name, Plain infection) {
    return new Illness(rule, name, (ward, healthy, settings) -> infection.open(ward, healthy));
  }

  @Override
  public String toString() {
    return rule + " is broken by a backend that " + name;
  }
}
