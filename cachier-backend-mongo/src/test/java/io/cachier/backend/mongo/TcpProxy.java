package io.cachier.backend.mongo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A network that can fall silent, or end in the middle of a reply. */
final class TcpProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Object gate = new Object();
  private boolean paused;

  /** How many bytes of replies may still pass before all connections are cut. */
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

  TcpProxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  String uri() {
    return "mongodb://127.0.0.1:" + listener.getLocalPort();
  }

  /** Connections are accepted, and nothing passes any more. */
  void pause() {
    synchronized (gate) {
      paused = true;
    }
  }

  void resume() {
    synchronized (gate) {
      paused = false;
      gate.notifyAll();
    }
  }

  void cutAfter(long bytes) {
    left.set(bytes);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        start(() -> pass(client, server, false));
        start(() -> pass(server, client, true));
      }
    } catch (IOException closed) {
      // The test is over, or the server is away.
    }
  }

  private void pass(Socket from, Socket to, boolean replies) {
    byte[] bytes = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int read = in.read(bytes);
      while (read >= 0) {
        waitUntilOpen();
        long allowed = replies ? left.getAndAdd(-read) : read;
        out.write(bytes, 0, (int) Math.max(0, Math.min(read, allowed)));
        out.flush();
        if (allowed < read) {
          return;
        }
        read = in.read(bytes);
      }
    } catch (IOException gone) {
      // So is the other side.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void waitUntilOpen() throws InterruptedException {
    synchronized (gate) {
      while (paused) {
        gate.wait();
      }
    }
  }

  @Override
  public void close() {
    resume();
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
