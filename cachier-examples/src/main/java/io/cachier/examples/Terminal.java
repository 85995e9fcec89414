package io.cachier.examples;

import java.io.Console;

/** Whether somebody is watching. */
final class Terminal {
  private Terminal() {}

  @SuppressWarnings("SystemConsoleNull") // asked further below, where the JDK can tell
  static boolean isAttached() {
    Console console = System.console();
    if (console == null || System.getenv("TERM") == null) {
      return false;
    }
    try {
      // Since JDK 22 there is a console even where output is piped, and it can say so.
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
