package io.cachier.backend.mongo;

import java.time.Duration;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * How the server's clock gets into a command and out of an answer. There are two ways: {@link
 * PipelineTiming}, by expressions that the server evaluates, and {@link EstimatedTiming}, by what
 * this process knows of the server's clock. What they write is the same. Thread-safe.
 */
interface Timing {
  /**
   * Which fields are wanted, and the server's time if it can be told with them.
   *
   * @param fields the names of fields
   */
  BsonDocument projection(String... fields);

  /** What time it was at the server when it answered, at the latest. */
  long nowMillis(Row row);

  /**
   * A claim for whoever finds none that stands; with a pipeline, to be sent without a condition.
   */
  Change claim(long token, String owner, Duration lease);

  /** Another lease from now. */
  Change renewal(Duration lease);

  /** A value written now; ends whatever claim stands. */
  Change value(byte[] payload, long version, Duration retention);

  /** The claim stays, the value goes. */
  Change noValue();

  /** Documents whose value was written longer ago. */
  Bson olderThan(Duration age);

  /**
   * How a document is to be changed.
   *
   * @param condition what must hold of it besides; empty if the change itself looks
   * @param stages the change: one update document, or the stages of a pipeline
   * @param isPipeline which of the two
   */
  record Change(BsonDocument condition, List<BsonDocument> stages, boolean isPipeline) {}
}
