package io.cachier.backend.redis;

import io.lettuce.core.RedisURI;
import java.util.stream.Collectors;

/** Writes a place for a person to read: host, port and database, never user or password. */
final class Places {
  private Places() {}

  static String text(RedisURI uri) {
    String database = uri.getDatabase() == 0 ? "" : "/" + uri.getDatabase();
    if (!uri.getSentinels().isEmpty()) {
      return uri.getSentinels().stream()
          .map(Places::hostAndPort)
          .collect(Collectors.joining(",", "Sentinels ", ""))
          .concat(" master " + uri.getSentinelMasterId() + database);
    }
    return (uri.getSocket() == null ? hostAndPort(uri) : uri.getSocket()) + database;
  }

  private static String hostAndPort(RedisURI uri) {
    return uri.getHost() + ":" + uri.getPort();
  }
}
