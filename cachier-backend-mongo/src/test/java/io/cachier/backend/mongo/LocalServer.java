package io.cachier.backend.mongo;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** A server on a port of this machine's, which can be stopped and started again, empty. */
final class LocalServer implements AutoCloseable {
  private final Supplier<MongoBackend> backends;
  private MongoBackend backend;
  private MongoServer server;
  private int port;

  private LocalServer(Supplier<MongoBackend> backends) {
    this.backends = backends;
    start();
  }

  /** mongo-java-server as it is: neither expressions nor change streams, as before 4.4. */
  static LocalServer plain() {
    return new LocalServer(() -> new MemoryBackend().version(ServerVersion.MONGO_5_0));
  }

  /** With expressions, as a lone server of 4.4 or later. */
  static LocalServer modern() {
    return new LocalServer(() -> new ModernBackend(false));
  }

  /** With expressions and change streams. */
  static LocalServer replicaSet() {
    return new LocalServer(() -> new ModernBackend(true));
  }

  void start() {
    backend = backends.get();
    server = new MongoServer(backend);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    port = server.getLocalAddress().getPort();
    if (backend instanceof ModernBackend modern) {
      modern.listensAt("127.0.0.1:" + port);
    }
  }

  void stop() {
    server.shutdownNow();
  }

  ModernBackend modernBackend() {
    return (ModernBackend) backend;
  }

  int port() {
    return port;
  }

  String uri() {
    return "mongodb://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    stop();
  }
}
