package io.cachier.examples;

import java.io.PrintStream;

/** A bar that is redrawn in place on a terminal, and nothing at all elsewhere. */
final class ProgressLine {
  private static final int WIDTH = 30;

  private final PrintStream out;
  private final boolean terminal;
  private int drawn;

  ProgressLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void show(int done, int all, String current) {
    if (!terminal) {
      return;
    }
    int filled = all == 0 ? WIDTH : WIDTH * done / all;
    String text =
        "["
            + "#".repeat(filled)
            + "-".repeat(WIDTH - filled)
            + "] "
            + done
            + "/"
            + all
            + " "
            + current;
    erase();
    out.print(text);
    out.flush();
    drawn = text.length();
  }

  void erase() {
    if (drawn > 0) {
      out.print("\r" + " ".repeat(drawn) + "\r");
      drawn = 0;
    }
  }
}
