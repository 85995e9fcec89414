package io.cachier.backend.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Three servers that share the slots, without replicas. */
final class RedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final int SERVERS = 3;

  private final List<RedisServer> servers = new ArrayList<>();

  private RedisCluster() {}

  static RedisCluster started(ServerBinary binary) {
    RedisCluster cluster = new RedisCluster();
    for (int i = 0; i < SERVERS; i++) {
      cluster.servers.add(
          RedisServer.started(
              binary,
              "--cluster-enabled",
              "yes",
              "--cluster-config-file",
              "nodes.conf",
              "--cluster-node-timeout",
              "3000"));
    }
    for (int i = 0; i < SERVERS; i++) {
      RedisServer server = cluster.servers.get(i);
      int from = i * SLOTS / SERVERS;
      int to = (i + 1) * SLOTS / SERVERS;
      server.commands().clusterAddSlots(IntStream.range(from, to).toArray());
      server.commands().clusterSetConfigEpoch(i + 1);
      cluster.servers.get(0).commands().clusterMeet("127.0.0.1", server.port());
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                cluster.servers.stream()
                    .allMatch(
                        server ->
                            server.commands().clusterInfo().contains("cluster_state:ok")
                                && server
                                    .commands()
                                    .clusterInfo()
                                    .contains("cluster_known_nodes:" + SERVERS)));
    return cluster;
  }

  RedisServer server(int index) {
    return servers.get(index);
  }

  List<RedisServer> servers() {
    return List.copyOf(servers);
  }

  String uris() {
    return servers.stream().map(RedisServer::uri).collect(Collectors.joining(", "));
  }

  /** Moves a slot with its keys, in the steps that redis-cli takes. */
  void move(int slot, RedisServer from, RedisServer to) {
    String source = from.commands().clusterMyId();
    String target = to.commands().clusterMyId();
    to.commands().clusterSetSlotImporting(slot, source);
    from.commands().clusterSetSlotMigrating(slot, target);
    List<String> keys = from.commands().clusterGetKeysInSlot(slot, 100);
    while (!keys.isEmpty()) {
      for (String key : keys) {
        from.commands().migrate("127.0.0.1", to.port(), key, 0, 5_000);
      }
      keys = from.commands().clusterGetKeysInSlot(slot, 100);
    }
    to.commands().clusterSetSlotNode(slot, target);
    from.commands().clusterSetSlotNode(slot, target);
    servers.forEach(server -> server.commands().clusterSetSlotNode(slot, target));
  }

  @Override
  public void close() {
    servers.forEach(RedisServer::close);
  }
}
