package io.cachier.backend.mongo;

import com.mongodb.MongoNamespace;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoClient;
import io.cachier.spi.Gauge;
import java.util.List;

/** Where the client comes from: one of our own, made when first needed, or the application's. */
interface Source {
  /** Loads the classes that the first operation needs, without connecting. */
  void prepare();

  /**
   * The client, made by the first call. May ask the name service, and so block.
   *
   * @throws RuntimeException if it can't be made, or is closed
   */
  MongoClient client();

  /** Where the documents are. */
  MongoNamespace namespace();

  /** By how many members a write must be known before it counts. */
  WriteConcern writeConcern();

  /** For a person to read; no credentials. */
  String where();

  /** What the driver's listeners have noticed. */
  List<Gauge> gauges();

  /** Closes the client if it is ours. */
  void close();
}
