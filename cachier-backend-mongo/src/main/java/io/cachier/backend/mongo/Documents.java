package io.cachier.backend.mongo;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.result.DeleteResult;
import com.mongodb.client.result.UpdateResult;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** The collection: each method one command of the driver's, as a future. Never blocks. */
final class Documents {
  /** The server lets a read of changes wait so long; the connection is busy for that time. */
  private static final long STREAM_AWAIT_MILLIS = 1_000;

  private static final BsonDocument BY_ID = new BsonDocument(Fields.ID, new BsonInt32(1));
  private static final UpdateOptions UPDATE = new UpdateOptions();
  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

  private final MongoCollection<Row> collection;
  private final Subscriptions open;

  Documents(MongoClient client, Source source, Subscriptions open) {
    this.open = open;
    collection =
        client
            .getDatabase(source.namespace().getDatabaseName())
            .getCollection(source.namespace().getCollectionName(), Row.class)
            .withCodecRegistry(
                CodecRegistries.fromRegistries(
                    CodecRegistries.fromProviders(new RowCodec()),
                    com.mongodb.MongoClientSettings.getDefaultCodecRegistry()))
            .withReadPreference(ReadPreference.primary())
            .withReadConcern(ReadConcern.LOCAL)
            .withWriteConcern(source.writeConcern());
  }

  CompletableFuture<@Nullable Row> find(Bson filter, Bson projection) {
    return Answer.first(collection.find(filter).projection(projection).first(), open);
  }

  /** So many in the order of their ids. */
  CompletableFuture<List<Row>> page(Bson filter, Bson projection, int most) {
    return Answer.all(
        collection.find(filter).projection(projection).sort(BY_ID).limit(most).batchSize(most),
        most,
        open);
  }

  /** Changes one or makes one, and tells what came of it. */
  CompletableFuture<@Nullable Row> upsertAndFind(
      BsonDocument filter, Timing.Change change, Bson projection) {
    FindOneAndUpdateOptions options =
        new FindOneAndUpdateOptions()
            .upsert(true)
            .returnDocument(ReturnDocument.AFTER)
            .projection(projection);
    Bson all = both(filter, change.condition());
    return Answer.first(
        change.isPipeline()
            ? collection.findOneAndUpdate(all, change.stages(), options)
            : collection.findOneAndUpdate(all, change.stages().get(0), options),
        open);
  }

  /** Changes one; answers whether there was one. */
  CompletableFuture<Boolean> update(BsonDocument filter, Timing.Change change) {
    return update(filter, change, UPDATE).thenApply(result -> result.getMatchedCount() > 0);
  }

  /** Changes one or makes one. */
  CompletableFuture<Boolean> upsert(BsonDocument filter, Timing.Change change) {
    return update(filter, change, UPSERT).thenApply(result -> true);
  }

  private CompletableFuture<UpdateResult> update(
      BsonDocument filter, Timing.Change change, UpdateOptions options) {
    Bson all = both(filter, change.condition());
    return told(
        change.isPipeline()
            ? collection.updateOne(all, change.stages(), options)
            : collection.updateOne(all, change.stages().get(0), options));
  }

  /** Changes all; answers how many there were. */
  CompletableFuture<Long> updateAll(Bson filter, Timing.Change change) {
    return told(change.isPipeline()
            ? collection.updateMany(filter, change.stages())
            : collection.updateMany(filter, change.stages().get(0)))
        .thenApply(UpdateResult::getMatchedCount);
  }

  /** Deletes one and tells what it was. */
  CompletableFuture<@Nullable Row> findAndDelete(Bson filter, Bson projection) {
    return Answer.first(
        collection.findOneAndDelete(filter, new FindOneAndDeleteOptions().projection(projection)),
        open);
  }

  CompletableFuture<Long> deleteAll(Bson filter) {
    return told(collection.deleteMany(filter)).thenApply(DeleteResult::getDeletedCount);
  }

  /** One document that stages make of all; the server gives up after so long. */
  CompletableFuture<@Nullable BsonDocument> summary(List<BsonDocument> stages, long mostMillis) {
    return Answer.first(
        collection
            .aggregate(stages, BsonDocument.class)
            .maxTime(mostMillis, TimeUnit.MILLISECONDS)
            .first(),
        open);
  }

  /** The server removes what has expired, if this index is there. */
  CompletableFuture<@Nullable String> index(String field, String name) {
    return Answer.first(
        collection.createIndex(
            new BsonDocument(field, new BsonInt32(1)),
            new IndexOptions().name(name).expireAfter(0L, TimeUnit.SECONDS)),
        open);
  }

  /** Everything that changes from now on, as far as the stages let it pass. */
  Publisher<ChangeStreamDocument<BsonDocument>> changes(List<BsonDocument> stages) {
    return collection
        // Servers refuse any other for it.
        .withReadConcern(ReadConcern.MAJORITY)
        .watch(stages, BsonDocument.class)
        .maxAwaitTime(STREAM_AWAIT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** A result that is there whenever the operation succeeds. */
  private <T> CompletableFuture<T> told(Publisher<T> publisher) {
    return Answer.first(publisher, open).thenApply(Documents::present);
  }

  private static <T> T present(@Nullable T result) {
    if (result == null) {
      throw new IllegalStateException("the driver gave no result");
    }
    return result;
  }

  private static BsonDocument both(BsonDocument filter, BsonDocument condition) {
    if (condition.isEmpty()) {
      return filter;
    }
    BsonDocument both = filter.clone();
    both.putAll(condition);
    return both;
  }
}
