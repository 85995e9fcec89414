package io.cachier;

/** The process-wide switch. In a class of its own since an interface can hold no mutable field. */
final class CachingSwitch {
  private static volatile boolean on = true;

  private CachingSwitch() {}

  static boolean isOn() {
    return on;
  }

  static void set(boolean enabled) {
    on = enabled;
  }
}
