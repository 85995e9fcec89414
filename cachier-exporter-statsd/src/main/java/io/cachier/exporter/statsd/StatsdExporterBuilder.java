package io.cachier.exporter.statsd;

import java.time.Duration;

/**
 * Builds a {@link StatsdExporter} by hand. Not thread-safe.
 *
 * <p>Defaults: host {@code 127.0.0.1}, port 8125, prefix {@code cachier}, a round every 10 seconds,
 * packets of up to 1,432 bytes, 500 of them a second.
 *
 * <pre>{@code
 * StatsdExporter exporter =
 *     StatsdExporter.builder().host("metrics.internal").prefix("shop.cachier").build();
 * Cachier cachier = Cachier.builder().addExporter(exporter).build();
 * }</pre>
 */
public final class StatsdExporterBuilder {
  private String host = StatsdOptions.DEFAULTS.host();
  private int port = StatsdOptions.DEFAULTS.port();
  private String prefix = StatsdOptions.DEFAULTS.prefix();
  private Duration interval = StatsdOptions.DEFAULTS.interval();
  private int packetBytes = StatsdOptions.DEFAULTS.packetBytes();
  private int packetsPerSecond = StatsdOptions.DEFAULTS.packetsPerSecond();

  StatsdExporterBuilder() {}

  /**
   * The server. A name is resolved once, when the exporter starts.
   *
   * @param name its name or address
   * @return this builder
   */
  public StatsdExporterBuilder host(String name) {
    this.host = name;
    return this;
  }

  /**
   * The server's UDP port.
   *
   * @param number 1 to 65535
   * @return this builder
   */
  public StatsdExporterBuilder port(int number) {
    this.port = number;
    return this;
  }

  /**
   * What every name begins with. Gauges of several processes with one prefix overwrite each other:
   * put what tells the processes apart in here.
   *
   * @param words ASCII letters, digits, {@code _} and {@code -}, with dots between the words; no
   *     dot at the end
   * @return this builder
   */
  public StatsdExporterBuilder prefix(String words) {
    this.prefix = words;
    return this;
  }

  /**
   * How often the engine hands the figures over. Best equal to the flush interval of the server.
   *
   * @param time 100 milliseconds to 1 hour
   * @return this builder
   */
  public StatsdExporterBuilder interval(Duration time) {
    this.interval = time;
    return this;
  }

  /**
   * The size up to which lines are put into one packet; a longer line is sent alone. The default
   * fits into one frame of most networks, 512 suits the internet, 8932 a network with jumbo frames,
   * and 64 a server that wants every line in a packet of its own.
   *
   * @param bytes 64 to 65507
   * @return this builder
   */
  public StatsdExporterBuilder packetBytes(int bytes) {
    this.packetBytes = bytes;
    return this;
  }

  /**
   * The greatest pace of sending. A server that is sent more than its socket's buffer holds while
   * it is busy with something else loses it, and neither side is told. At the default pace a
   * thousand busy functions take some 8 seconds, and the server may pause for a fifth of a second.
   *
   * @param packets 10 to 1000000 a second
   * @return this builder
   */
  public StatsdExporterBuilder packetsPerSecond(int packets) {
    this.packetsPerSecond = packets;
    return this;
  }

  /**
   * Builds the exporter. Opens nothing yet: {@link StatsdExporter#start()} does.
   *
   * @return a new exporter
   * @throws io.cachier.ConfigurationException with every option that is out of range
   */
  public StatsdExporter build() {
    return new StatsdExporter(
        new StatsdOptions(host, port, prefix, interval, packetBytes, packetsPerSecond));
  }
}
