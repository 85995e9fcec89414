package io.cachier.exporter.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which anything may be said. */
final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket = new Socket();

  private RawHttp() {}

  static RawHttp to(URI server) throws IOException {
    return to(server, 64 * 1024);
  }

  /** With a small buffer the server's answer has nowhere to go unless it is read. */
  static RawHttp to(URI server, int receiveBuffer) throws IOException {
    RawHttp http = new RawHttp();
    http.socket.setReceiveBufferSize(receiveBuffer);
    http.socket.setSoTimeout(PATIENCE_MILLIS);
    http.socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
    return http;
  }

  RawHttp send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawHttp send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Reads until the server ends it, in whatever way. */
  String readAll() throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[8_192];
    try (this) {
      InputStream in = socket.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        text.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketException e) {
      text.append("[reset]");
    }
    return text.toString();
  }

  /**
   * Reads some more.
   *
   * @return false at the end
   */
  boolean readSome(int atMost) throws IOException {
    try {
      return socket.getInputStream().read(new byte[atMost]) >= 0;
    } catch (SocketException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
