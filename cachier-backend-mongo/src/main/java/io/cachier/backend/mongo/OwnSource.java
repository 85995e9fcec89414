package io.cachier.backend.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoNamespace;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.cachier.spi.Gauge;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of our own, by a connection string. */
final class OwnSource implements Source {
  /** So long a reader waits for a reply before it gives its connection up. */
  private static final int SILENCE_SECONDS = 10;

  private final Place place;
  private final MongoNamespace namespace;
  private final Duration connectTimeout;
  private final boolean insists;
  private final DriverFigures figures = new DriverFigures();
  private @Nullable MongoClient client;
  private boolean closed;

  /**
   * A source.
   *
   * @param connectTimeout how long finding and connecting to a server may take; empty for what the
   *     connection string says, or the default
   */
  OwnSource(
      Place place,
      MongoNamespace namespace,
      Optional<Duration> connectTimeout,
      Duration defaultTimeout) {
    this.place = place;
    this.namespace = namespace;
    this.connectTimeout = connectTimeout.orElse(defaultTimeout);
    insists = connectTimeout.isPresent();
  }

  @Override
  public void prepare() {
    settings(place.checked());
    LoadedClasses.load();
  }

  @Override
  public synchronized MongoClient client() {
    if (closed) {
      throw MongoFailure.closed();
    }
    if (client == null) {
      client = MongoClients.create(settings(place.resolved()));
    }
    return client;
  }

  /** What the connection string says, and where it says nothing what suits a cache. */
  private MongoClientSettings settings(ConnectionString uri) {
    long millis = connectTimeout.toMillis();
    MongoClientSettings.Builder settings =
        MongoClientSettings.builder()
            .applyConnectionString(uri)
            .applyToClusterSettings(
                cluster -> {
                  if (insists || uri.getServerSelectionTimeout() == null) {
                    cluster.serverSelectionTimeout(millis, TimeUnit.MILLISECONDS);
                  }
                })
            .applyToSocketSettings(
                socket -> {
                  if (insists || uri.getConnectTimeout() == null) {
                    socket.connectTimeout(millis, TimeUnit.MILLISECONDS);
                  }
                  if (uri.getSocketTimeout() == null) {
                    socket.readTimeout(SILENCE_SECONDS, TimeUnit.SECONDS);
                  }
                })
            .applyToConnectionPoolSettings(
                pool -> {
                  if (uri.getMaxWaitTime() == null) {
                    pool.maxWaitTime(millis, TimeUnit.MILLISECONDS);
                  }
                  pool.addConnectionPoolListener(figures);
                })
            .addCommandListener(figures);
    if (uri.getApplicationName() == null) {
      settings.applicationName("cachier");
    }
    return settings.build();
  }

  @Override
  public MongoNamespace namespace() {
    return namespace;
  }

  @Override
  public WriteConcern writeConcern() {
    WriteConcern asked = place.checked().getWriteConcern();
    return asked == null ? WriteConcern.MAJORITY : asked;
  }

  @Override
  public String where() {
    return place.text();
  }

  @Override
  public List<Gauge> gauges() {
    return figures.gauges();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
