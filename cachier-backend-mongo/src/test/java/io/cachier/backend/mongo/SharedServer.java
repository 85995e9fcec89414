package io.cachier.backend.mongo;

import java.util.Map;
import java.util.Optional;

/** The servers that contracts run against: ours, or the one that the build names. */
final class SharedServer {
  private static final String NAMED = System.getProperty("cachier.test.mongo.uri", "");

  private static final class Plain {
    static final LocalServer SERVER = LocalServer.plain();
  }

  private static final class ReplicaSet {
    static final LocalServer SERVER = LocalServer.replicaSet();
  }

  private SharedServer() {}

  static Map<String, String> plain() {
    return Map.of("mongo.uri", Plain.SERVER.uri());
  }

  static Map<String, String> replicaSet() {
    return Map.of("mongo.uri", ReplicaSet.SERVER.uri());
  }

  /** The server that {@code -Dcachier.test.mongo.uri=} names; it should have no other use. */
  static Optional<Map<String, String>> named() {
    return NAMED.isBlank() ? Optional.empty() : Optional.of(Map.of("mongo.uri", NAMED));
  }
}
