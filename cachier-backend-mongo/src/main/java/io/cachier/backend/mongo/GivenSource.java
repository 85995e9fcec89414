package io.cachier.backend.mongo;

import com.mongodb.MongoNamespace;
import com.mongodb.WriteConcern;
import com.mongodb.connection.ServerDescription;
import com.mongodb.reactivestreams.client.MongoClient;
import io.cachier.spi.Gauge;
import java.util.List;
import java.util.stream.Collectors;

/** The application's client, which stays as it is and stays open. */
final class GivenSource implements Source {
  private final MongoClient client;
  private final MongoNamespace namespace;
  private final WriteConcern writeConcern;

  GivenSource(MongoClient client, MongoNamespace namespace, WriteConcern writeConcern) {
    this.client = client;
    this.namespace = namespace;
    this.writeConcern = writeConcern;
  }

  @Override
  public void prepare() {}

  @Override
  public MongoClient client() {
    return client;
  }

  @Override
  public MongoNamespace namespace() {
    return namespace;
  }

  @Override
  public WriteConcern writeConcern() {
    return writeConcern;
  }

  @Override
  public String where() {
    return client.getClusterDescription().getServerDescriptions().stream()
        .map(ServerDescription::getAddress)
        .map(Object::toString)
        .sorted()
        .collect(Collectors.joining(","));
  }

  @Override
  public List<Gauge> gauges() {
    return List.of();
  }

  @Override
  public void close() {}
}
