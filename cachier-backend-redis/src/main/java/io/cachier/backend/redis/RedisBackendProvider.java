package io.cachier.backend.redis;

import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens the backend {@code redis}: entries on a Redis server, shared by all who reach it.
 *
 * <p>Settings, with the prefix {@code cachier.}:
 *
 * <ul>
 *   <li>{@code redis.uri}, default {@code redis://127.0.0.1:6379}: a {@code redis://}, {@code
 *       rediss://} (TLS), {@code redis-sentinel://} or {@code redis-socket://} URI of Lettuce, with
 *       user, password and database; for a Cluster some of its servers, separated by commas.
 *   <li>{@code redis.cluster}, default {@code false}: whether that is a Cluster.
 *   <li>{@code redis.prefix}, default {@code cachier}: what all keys begin with; letters, digits,
 *       dots, hyphens, underscores and colons, 100 at most.
 *   <li>{@code redis.connect-timeout}, default 2 s, 10 ms to 1 min: how long connecting may take,
 *       greeting and credentials included.
 * </ul>
 *
 * <p>Opening connects to nothing; the first operation does, with two daemon threads of Lettuce's.
 * An application that has a client of its own hands it over by {@link #using(RedisClient,
 * RedisURI)} or {@link #using(RedisClusterClient)} and {@code Cachier.builder().addBackend(...)}.
 */
public final class RedisBackendProvider implements RemoteBackendProvider {
  private static final String URI = "redis.uri";
  private static final String CLUSTER = "redis.cluster";
  private static final String PREFIX = "redis.prefix";
  private static final String CONNECT_TIMEOUT = "redis.connect-timeout";

  private static final String DEFAULT_URI = "redis://127.0.0.1:6379";
  private static final String DEFAULT_PREFIX = "cachier";
  private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration LEAST_CONNECT_TIMEOUT = Duration.ofMillis(10);
  private static final Duration MOST_CONNECT_TIMEOUT = Duration.ofMinutes(1);
  private static final Pattern PREFIXES = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

  private static final Pattern HOSTS =
      Pattern.compile("[^\\s:,]+|\\[?[0-9a-fA-F.%]*:[0-9a-fA-F.%]*:[0-9a-fA-F:.%]*\\]?");

  private final @Nullable Supplier<Connector> given;

  /** Makes the provider; what to connect to is in the settings. */
  public RedisBackendProvider() {
    this(null);
  }

  private RedisBackendProvider(@Nullable Supplier<Connector> given) {
    this.given = given;
  }

  /**
   * A provider over a client that the application already has, for one server or one with
   * Sentinels. Two connections are made with it. The client stays open when the backend is closed,
   * and its options stay as they are; without {@code DisconnectedBehavior.REJECT_COMMANDS} commands
   * pile up while the server is away, and are carried out late. The provider may be opened more
   * than once.
   *
   * @param client the client
   * @param uri where to connect to
   * @return a provider, to be given to {@code CachierBuilder.addBackend}
   */
  public static RedisBackendProvider using(RedisClient client, RedisURI uri) {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(uri, "uri");
    return new RedisBackendProvider(() -> new StandaloneConnector(client, uri));
  }

  /**
   * A provider over a Cluster client that the application already has. It stays open when the
   * backend is closed, and its options stay as they are: let it refresh its topology.
   *
   * @param client the client
   * @return a provider, to be given to {@code CachierBuilder.addBackend}
   */
  public static RedisBackendProvider using(RedisClusterClient client) {
    Objects.requireNonNull(client, "client");
    return new RedisBackendProvider(() -> new ClusterConnector(client));
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public Set<String> settings() {
    return Set.of(URI, CLUSTER, PREFIX, CONNECT_TIMEOUT);
  }

  @Override
  public RemoteBackend open(Settings settings) {
    String prefix = settings.text(PREFIX).orElse(DEFAULT_PREFIX);
    if (!PREFIXES.matcher(prefix).matches()) {
      settings.reject(
          PREFIX, "it must be of letters, digits, dots, hyphens, underscores and colons, 1 to 100");
    }
    return new RedisBackend(prefix, given == null ? connector(settings) : given.get());
  }

  private static Connector connector(Settings settings) {
    Duration connectTimeout =
        settings
            .duration(CONNECT_TIMEOUT, LEAST_CONNECT_TIMEOUT, MOST_CONNECT_TIMEOUT)
            .orElse(DEFAULT_CONNECT_TIMEOUT);
    boolean cluster = settings.flag(CLUSTER).orElse(false);
    List<RedisURI> places =
        settings
            .text(URI)
            .flatMap(text -> places(text, cluster, settings))
            .orElseGet(() -> List.of(RedisURI.create(DEFAULT_URI)));
    return cluster
        ? new ClusterConnector(places, connectTimeout)
        : new StandaloneConnector(places.get(0), connectTimeout);
  }

  /**
   * Reads one URI.
   *
   * @throws IllegalArgumentException if it is none, or names no place
   */
  private static RedisURI place(String text) {
    RedisURI place = RedisURI.create(text);
    Stream<@Nullable String> hosts =
        place.getSentinels().isEmpty()
            ? Stream.of(place).filter(one -> one.getSocket() == null).map(RedisURI::getHost)
            : place.getSentinels().stream().map(RedisURI::getHost);
    // Lettuce takes a port that it can't read, or a second server, for a part of the host's name.
    if (!hosts.allMatch(host -> host != null && HOSTS.matcher(host).matches())) {
      throw new IllegalArgumentException("no host");
    }
    return place;
  }

  private static Optional<List<RedisURI>> places(String text, boolean cluster, Settings settings) {
    try {
      // Sentinels are named in one URI, with commas of its own.
      String[] parts = cluster ? text.split(",") : new String[] {text};
      List<RedisURI> places =
          Stream.of(parts).map(String::strip).map(RedisBackendProvider::place).toList();
      if (!cluster || places.stream().allMatch(place -> place.getSentinels().isEmpty())) {
        return Optional.of(places);
      }
      settings.reject(URI, "it must name servers of the Cluster, which has no Sentinels");
    } catch (IllegalArgumentException unreadable) {
      // What Lettuce says of it may hold the password.
      settings.reject(
          URI,
          "it must be a URI such as redis://host:6379/0, rediss://user:password@host:6379,"
              + " redis-sentinel://host:26379,host:26379/0#master, or, with redis.cluster, several"
              + " redis:// URIs separated by commas");
    }
    return Optional.empty();
  }
}
