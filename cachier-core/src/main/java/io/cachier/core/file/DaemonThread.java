package io.cachier.core.file;

/** Threads that don't keep the process alive. */
final class DaemonThread {
  private DaemonThread() {}

  static Thread of(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
