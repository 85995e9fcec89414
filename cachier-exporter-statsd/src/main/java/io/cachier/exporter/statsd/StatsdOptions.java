package io.cachier.exporter.statsd;

import io.cachier.ConfigurationException;
import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where figures are sent, how often, and how fast.
 *
 * @param host name or address of the server
 * @param port its UDP port
 * @param prefix what every name begins with, without the last dot
 * @param interval from one round to the next
 * @param packetBytes the size up to which lines are put into one packet
 * @param packetsPerSecond how fast packets are sent at most
 */
record StatsdOptions(
    String host,
    int port,
    String prefix,
    Duration interval,
    int packetBytes,
    int packetsPerSecond) {
  static final String HOST = "statsd.host";
  static final String PORT = "statsd.port";
  static final String PREFIX = "statsd.prefix";
  static final String INTERVAL = "statsd.interval";
  static final String PACKET_BYTES = "statsd.packet-bytes";
  static final String PACKETS_PER_SECOND = "statsd.packets-per-second";

  private static final int MAX_PORT = 65_535;
  private static final int LEAST_PACKET = 64;
  // What fits into a datagram of IPv4.
  private static final int LARGEST_PACKET = 65_507;
  private static final int LEAST_PACE = 10;
  private static final int GREATEST_PACE = 1_000_000;
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int LONGEST_PREFIX = 200;
  private static final Pattern PREFIX_FORM = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final String PREFIX_RULE =
      "it must be words of ASCII letters, digits, '_' and '-', with dots between them, and have at"
          + " most "
          + LONGEST_PREFIX
          + " characters";

  // After what its check needs.
  static final StatsdOptions DEFAULTS =
      new StatsdOptions("127.0.0.1", 8125, "cachier", Duration.ofSeconds(10), 1432, 500);

  /**
   * Checks the options, all together.
   *
   * @param host as the component
   * @param port as the component
   * @param prefix as the component
   * @param interval as the component
   * @param packetBytes as the component
   * @param packetsPerSecond as the component
   * @throws ConfigurationException with every option that is out of range
   */
  StatsdOptions {
    List<String> problems = new ArrayList<>();
    if (host.isBlank()) {
      problems.add("host was '" + host + "' but it must be a name or an address");
    }
    check(problems, "port", port, 1, MAX_PORT);
    if (!isPrefix(prefix)) {
      problems.add("prefix was '" + prefix + "' but " + PREFIX_RULE);
    }
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      problems.add("interval was '" + interval + "' but it must last from 100 ms to 1 hour");
    }
    check(problems, "packetBytes", packetBytes, LEAST_PACKET, LARGEST_PACKET);
    check(problems, "packetsPerSecond", packetsPerSecond, LEAST_PACE, GREATEST_PACE);
    if (!problems.isEmpty()) {
      throw new ConfigurationException("StatsD exporter", problems);
    }
  }

  /** The settings that {@link #read} reads. */
  static Set<String> settings() {
    return Set.of(HOST, PORT, PREFIX, INTERVAL, PACKET_BYTES, PACKETS_PER_SECOND);
  }

  /**
   * These options, but for what is set.
   *
   * @param settings the merged settings; a bad one is reported there, and leaves the option as it
   *     is
   * @return the options in force
   */
  StatsdOptions read(Settings settings) {
    return new StatsdOptions(
        settings.text(HOST).orElse(host),
        settings.integer(PORT, 1, MAX_PORT).orElse(port),
        readPrefix(settings),
        settings.duration(INTERVAL, SHORTEST, LONGEST).orElse(interval),
        settings.integer(PACKET_BYTES, LEAST_PACKET, LARGEST_PACKET).orElse(packetBytes),
        settings.integer(PACKETS_PER_SECOND, LEAST_PACE, GREATEST_PACE).orElse(packetsPerSecond));
  }

  private String readPrefix(Settings settings) {
    String set = settings.text(PREFIX).orElse(prefix);
    if (isPrefix(set)) {
      return set;
    }
    settings.reject(PREFIX, PREFIX_RULE);
    return prefix;
  }

  private static boolean isPrefix(String prefix) {
    return prefix.length() <= LONGEST_PREFIX && PREFIX_FORM.matcher(prefix).matches();
  }

  private static void check(List<String> problems, String name, int value, int least, int most) {
    if (value < least || value > most) {
      problems.add(name + " was '" + value + "' but it must be within " + least + " to " + most);
    }
  }
}
