package io.cachier.backend.mongo;

import com.mongodb.MongoNamespace;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.cachier.spi.RemoteBackend;
import io.cachier.spi.RemoteBackendProvider;
import io.cachier.spi.Settings;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens the backend {@code mongo}: entries in a collection of MongoDB, shared by all who reach it.
 *
 * <p>Settings, with the prefix {@code cachier.}:
 *
 * <ul>
 *   <li>{@code mongo.uri}, default {@code mongodb://127.0.0.1:27017}: a connection string of the
 *       driver, {@code mongodb://} or {@code mongodb+srv://}, with user, password and options. What
 *       it says holds; where it says nothing, writes wait for a majority and are retried. Reads are
 *       from the primary always.
 *   <li>{@code mongo.database}, default the one in the connection string, else {@code cachier}.
 *   <li>{@code mongo.collection}, default {@code cachier}.
 *   <li>{@code mongo.connect-timeout}, default 2 s, 10 ms to 1 min: how long an operation may wait
 *       for a server to be found and for a connection.
 * </ul>
 *
 * <p>Opening connects to nothing; the first operation does. An application that has a client of its
 * own hands it over by {@link #using(MongoClient)} or {@link #using(MongoClient, MongoCollection)}
 * and {@code Cachier.builder().addBackend(...)}.
 */
public final class MongoBackendProvider implements RemoteBackendProvider {
  private static final String URI = "mongo.uri";
  private static final String DATABASE = "mongo.database";
  private static final String COLLECTION = "mongo.collection";
  private static final String CONNECT_TIMEOUT = "mongo.connect-timeout";

  private static final String DEFAULT_URI = "mongodb://127.0.0.1:27017";
  private static final String DEFAULT_NAME = "cachier";
  private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration LEAST_CONNECT_TIMEOUT = Duration.ofMillis(10);
  private static final Duration MOST_CONNECT_TIMEOUT = Duration.ofMinutes(1);

  private final @Nullable MongoClient client;
  private final @Nullable MongoCollection<?> collection;

  /** Makes the provider; what to connect to is in the settings. */
  public MongoBackendProvider() {
    this(null, null);
  }

  private MongoBackendProvider(
      @Nullable MongoClient client, @Nullable MongoCollection<?> collection) {
    this.client = client;
    this.collection = collection;
  }

  /**
   * A provider over a client that the application already has. It stays open when the backend is
   * closed, and its options stay as they are; database and collection are in the settings. Give it
   * a server selection timeout and a socket timeout of some seconds: by default it waits for a
   * server for 30 s and for an answer for ever, and operations pile up while a server is away.
   *
   * @param client the client
   * @return a provider, to be given to {@code CachierBuilder.addBackend}
   */
  public static MongoBackendProvider using(MongoClient client) {
    return new MongoBackendProvider(Objects.requireNonNull(client, "client"), null);
  }

  /**
   * A provider over a collection that the application already has. Its write concern holds, if it
   * has one of its own; its codecs, its read concern and its read preference do not.
   *
   * @param client the client that the collection is of; stays open when the backend is closed
   * @param collection the collection, for entries alone
   * @return a provider, to be given to {@code CachierBuilder.addBackend}
   * @throws IllegalArgumentException if the collection's writes are not acknowledged
   */
  public static MongoBackendProvider using(MongoClient client, MongoCollection<?> collection) {
    Objects.requireNonNull(collection, "collection");
    if (!collection.getWriteConcern().isAcknowledged()) {
      throw new IllegalArgumentException(
          "the collection's write concern is unacknowledged, so nobody would know who has a claim;"
              + " use withWriteConcern(WriteConcern.MAJORITY)");
    }
    return new MongoBackendProvider(Objects.requireNonNull(client, "client"), collection);
  }

  @Override
  public String name() {
    return "mongo";
  }

  @Override
  public Set<String> settings() {
    return Set.of(URI, DATABASE, COLLECTION, CONNECT_TIMEOUT);
  }

  @Override
  public RemoteBackend open(Settings settings) {
    return new MongoBackend(source(settings));
  }

  private Source source(Settings settings) {
    if (client != null) {
      if (collection != null) {
        WriteConcern own = collection.getWriteConcern();
        return new GivenSource(
            client, collection.getNamespace(), own.isServerDefault() ? WriteConcern.MAJORITY : own);
      }
      return new GivenSource(client, namespace(settings, null), WriteConcern.MAJORITY);
    }
    Optional<Duration> connectTimeout =
        settings.duration(CONNECT_TIMEOUT, LEAST_CONNECT_TIMEOUT, MOST_CONNECT_TIMEOUT);
    Place place = place(settings);
    return new OwnSource(
        place,
        namespace(settings, place.checked().getDatabase()),
        connectTimeout,
        DEFAULT_CONNECT_TIMEOUT);
  }

  private static Place place(Settings settings) {
    Optional<String> uri = settings.text(URI);
    if (uri.isPresent()) {
      try {
        return new Place(uri.get());
      } catch (IllegalArgumentException bad) {
        settings.reject(URI, String.valueOf(bad.getMessage()));
      }
    }
    return new Place(DEFAULT_URI);
  }

  private static MongoNamespace namespace(Settings settings, @Nullable String ofUri) {
    String database =
        name(settings, DATABASE, ofUri == null ? DEFAULT_NAME : ofUri)
            .filter(name -> isDatabase(name, settings))
            .orElse(DEFAULT_NAME);
    String collection =
        name(settings, COLLECTION, DEFAULT_NAME)
            .filter(name -> isCollection(name, settings))
            .orElse(DEFAULT_NAME);
    return new MongoNamespace(database, collection);
  }

  private static Optional<String> name(Settings settings, String setting, String otherwise) {
    return Optional.of(settings.text(setting).orElse(otherwise));
  }

  private static boolean isDatabase(String name, Settings settings) {
    // Servers on Windows allow less than others; what all allow is asked for.
    boolean valid = name.length() <= 63 && name.matches("[^/\\\\. \"$*<>:|?\\x00]+");
    if (!valid) {
      settings.reject(DATABASE, "it must be 1 to 63 characters without blanks and /\\.\"$*<>:|?");
    }
    return valid;
  }

  private static boolean isCollection(String name, Settings settings) {
    boolean valid =
        name.length() <= 100
            && name.matches("[^$\\x00]+")
            && !name.startsWith("system.")
            && !name.startsWith(".")
            && !name.endsWith(".");
    if (!valid) {
      settings.reject(
          COLLECTION,
          "it must be 1 to 100 characters without $, and begin neither with 'system.' nor with a"
              + " dot");
    }
    return valid;
  }
}
