package io.cachier.backend.mongo;

import static io.cachier.backend.mongo.Fields.EXPIRY;
import static io.cachier.backend.mongo.Fields.LEASE_END;
import static io.cachier.backend.mongo.Fields.OWNER;
import static io.cachier.backend.mongo.Fields.PAYLOAD;
import static io.cachier.backend.mongo.Fields.SIZE;
import static io.cachier.backend.mongo.Fields.TOKEN;
import static io.cachier.backend.mongo.Fields.VERSION;
import static io.cachier.backend.mongo.Fields.WRITTEN;

import java.time.Duration;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * By what {@code hello} told of the server's clock, where the server can't put its time into what
 * it is told to do. The error of that measurement makes entries older and leases longer, never the
 * other way round.
 */
final class EstimatedTiming implements Timing {
  private static final BsonInt32 YES = new BsonInt32(1);
  private static final BsonInt32 NO = new BsonInt32(0);
  private static final BsonDocument EVERYTHING = new BsonDocument();

  private volatile ServerClock clock;

  EstimatedTiming(ServerClock clock) {
    this.clock = clock;
  }

  ServerClock clock() {
    return clock;
  }

  void adjust(ServerClock measured) {
    clock = measured;
  }

  @Override
  public BsonDocument projection(String... fields) {
    BsonDocument wanted = new BsonDocument(Fields.ID, NO);
    for (String field : fields) {
      wanted.append(field, YES);
    }
    return wanted;
  }

  @Override
  public long nowMillis(Row row) {
    return latest();
  }

  @Override
  public Change claim(long token, String owner, Duration lease) {
    BsonDocument noClaim = new BsonDocument(TOKEN, exists(false));
    BsonDocument over = new BsonDocument(LEASE_END, new BsonDocument("$lte", date(earliest())));
    BsonDocument ours = new BsonDocument(TOKEN, new BsonInt64(token));
    BsonDocument claim = new BsonDocument(TOKEN, new BsonInt64(token));
    claim.append(LEASE_END, date(latest() + lease.toMillis()));
    claim.append(OWNER, new BsonString(owner));
    return new Change(
        new BsonDocument("$or", new BsonArray(List.of(noClaim, over, ours))),
        List.of(set(claim).append("$max", keptFor(lease))),
        false);
  }

  @Override
  public Change renewal(Duration lease) {
    BsonDocument end = new BsonDocument(LEASE_END, date(latest() + lease.toMillis()));
    return update(set(end).append("$max", keptFor(lease)));
  }

  @Override
  public Change value(byte[] payload, long version, Duration retention) {
    BsonDocument value = new BsonDocument();
    value.append(PAYLOAD, new BsonBinary(payload));
    value.append(SIZE, new BsonInt32(payload.length));
    value.append(VERSION, new BsonInt64(version));
    value.append(WRITTEN, date(earliest()));
    value.append(EXPIRY, date(latest() + retention.toMillis()));
    return update(set(value).append("$unset", all(TOKEN, LEASE_END, OWNER)));
  }

  @Override
  public Change noValue() {
    BsonDocument end = new BsonDocument(EXPIRY, date(latest() + Leases.AFTER.toMillis()));
    return update(set(end).append("$unset", all(PAYLOAD, SIZE, VERSION, WRITTEN)));
  }

  @Override
  public Bson olderThan(Duration age) {
    return new BsonDocument(WRITTEN, new BsonDocument("$lt", date(latest() - age.toMillis())));
  }

  private BsonDocument keptFor(Duration lease) {
    return new BsonDocument(EXPIRY, date(latest() + 2 * lease.toMillis()));
  }

  private long earliest() {
    return clock.earliestMillis(System.nanoTime());
  }

  private long latest() {
    return clock.latestMillis(System.nanoTime());
  }

  static BsonDocument exists(boolean there) {
    return new BsonDocument("$exists", BsonBoolean.valueOf(there));
  }

  private static BsonDocument set(BsonDocument fields) {
    return new BsonDocument("$set", fields);
  }

  private static BsonDocument all(String... fields) {
    BsonDocument all = new BsonDocument();
    for (String field : fields) {
      all.append(field, YES);
    }
    return all;
  }

  private static BsonValue date(long millis) {
    return new BsonDateTime(millis);
  }

  private static Change update(BsonDocument document) {
    return new Change(EVERYTHING, List.of(document), false);
  }
}
