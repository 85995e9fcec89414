package io.cachier.exporter.statsd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;

/**
 * ASCII that tells when it is used. The client encodes a message on its own thread just before it
 * sends it; nothing else of it tells how far it has come with its queue, which has no bound.
 */
final class ProgressCharset extends Charset {
  private final Runnable used;

  /**
   * Makes a charset that is not registered anywhere.
   *
   * @param used called by each encoding, on the thread that encodes
   */
  ProgressCharset(Runnable used) {
    super("x-cachier-statsd", new String[0]);
    this.used = used;
  }

  @Override
  public boolean contains(Charset other) {
    return US_ASCII.contains(other);
  }

  @Override
  public CharsetDecoder newDecoder() {
    return US_ASCII.newDecoder();
  }

  @Override
  public CharsetEncoder newEncoder() {
    used.run();
    return US_ASCII.newEncoder();
  }
}
