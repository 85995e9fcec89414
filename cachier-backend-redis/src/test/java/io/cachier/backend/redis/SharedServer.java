package io.cachier.backend.redis;

import java.util.Map;

/** The server that all contracts run against: one of ours, or the one that the build names. */
final class SharedServer {
  private static final String NAMED = System.getProperty("cachier.test.redis.uri", "");

  private static final class Ours {
    static final RedisServer SERVER = RedisServer.started();
  }

  private SharedServer() {}

  static String uri() {
    return NAMED.isBlank() ? Ours.SERVER.uri() : NAMED;
  }

  static Map<String, String> settings() {
    return Map.of("redis.uri", uri());
  }
}
