package io.cachier.backend.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A port that leads to a server, and can be shut, or let nothing through without a word. */
final class Gate implements AutoCloseable {
  private final int behind;
  private final int port;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Object lock = new Object();
  private @Nullable ServerSocket listening;
  private boolean silent;

  private Gate(int behind, int port) {
    this.behind = behind;
    this.port = port;
  }

  static Gate to(int port) {
    return closedTo(port).opened();
  }

  /** Where nobody listens until it is opened. */
  static Gate closedTo(int port) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Gate(port, socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  Gate opened() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      listening = socket;
      daemon(() -> accept(socket));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing goes through any more, and nothing is closed. */
  void silence() {
    synchronized (lock) {
      silent = true;
    }
  }

  void resume() {
    synchronized (lock) {
      silent = false;
      lock.notifyAll();
    }
  }

  /** Breaks all connections; new ones can be made. */
  void cut() {
    open.forEach(Gate::closeQuietly);
    open.clear();
  }

  /** Breaks all connections, and takes no more. */
  void shut() {
    closeQuietly(listening);
    cut();
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket near = socket.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), behind);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        open.add(near);
        open.add(far);
        daemon(() -> pump(near, far));
        daemon(() -> pump(far, near));
      }
    } catch (IOException closed) {
      // It was shut.
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitNoise();
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException | InterruptedException closed) {
      // So the other side is closed too.
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private void awaitNoise() throws InterruptedException {
    synchronized (lock) {
      while (silent) {
        lock.wait();
      }
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "gate");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(@Nullable AutoCloseable one) {
    try {
      if (one != null) {
        one.close();
      }
    } catch (Exception e) {
      // It is closed.
    }
  }

  @Override
  public void close() {
    resume();
    shut();
  }
}
