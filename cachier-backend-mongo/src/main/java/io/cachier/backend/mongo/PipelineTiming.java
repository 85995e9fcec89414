package io.cachier.backend.mongo;

import static io.cachier.backend.mongo.Fields.EXPIRY;
import static io.cachier.backend.mongo.Fields.LEASE_END;
import static io.cachier.backend.mongo.Fields.NOW;
import static io.cachier.backend.mongo.Fields.OWNER;
import static io.cachier.backend.mongo.Fields.PAYLOAD;
import static io.cachier.backend.mongo.Fields.SIZE;
import static io.cachier.backend.mongo.Fields.TOKEN;
import static io.cachier.backend.mongo.Fields.VERSION;
import static io.cachier.backend.mongo.Fields.WRITTEN;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * By {@code $$NOW}, which servers from 4.4 on know in updates and in the projections of finds: one
 * clock, and no error of measurement. It is read once for each command, when the command begins.
 */
final class PipelineTiming implements Timing {
  private static final BsonString SERVER_NOW = new BsonString("$$NOW");
  private static final BsonDateTime LONG_AGO = new BsonDateTime(0);
  private static final BsonInt32 YES = new BsonInt32(1);
  private static final BsonInt32 NO = new BsonInt32(0);
  private static final BsonDocument EVERYTHING = new BsonDocument();

  @Override
  public BsonDocument projection(String... fields) {
    BsonDocument wanted = new BsonDocument(Fields.ID, NO);
    for (String field : fields) {
      wanted.append(field, YES);
    }
    return wanted.append(NOW, SERVER_NOW);
  }

  @Override
  public long nowMillis(Row row) {
    if (row.nowMillis() == Row.UNTOLD) {
      throw new IllegalStateException("the server did not tell its time; is it older than 4.4?");
    }
    return row.nowMillis();
  }

  @Override
  public Change claim(long token, String owner, Duration lease) {
    BsonValue ours = new BsonInt64(token);
    // A claim that was ours already is one whose answer was lost, asked for again by the driver.
    BsonDocument free =
        call(
            "$or",
            call("$lte", call("$ifNull", old(LEASE_END), LONG_AGO), SERVER_NOW),
            call("$eq", old(TOKEN), ours));
    BsonDocument claim = new BsonDocument();
    claim.append(TOKEN, call("$cond", free, ours, old(TOKEN)));
    claim.append(LEASE_END, call("$cond", free, in(lease), old(LEASE_END)));
    // A name that begins with a dollar sign is none of a field.
    BsonDocument name = new BsonDocument("$literal", new BsonString(owner));
    claim.append(OWNER, call("$cond", free, name, old(OWNER)));
    claim.append(EXPIRY, call("$cond", free, keptFor(lease), old(EXPIRY)));
    return pipeline(List.of(set(claim)));
  }

  @Override
  public Change renewal(Duration lease) {
    return pipeline(
        List.of(set(new BsonDocument(LEASE_END, in(lease)).append(EXPIRY, keptFor(lease)))));
  }

  @Override
  public Change value(byte[] payload, long version, Duration retention) {
    BsonDocument value = new BsonDocument();
    value.append(PAYLOAD, new BsonBinary(payload));
    value.append(SIZE, new BsonInt32(payload.length));
    value.append(VERSION, new BsonInt64(version));
    value.append(WRITTEN, SERVER_NOW);
    value.append(EXPIRY, in(retention));
    return pipeline(List.of(set(value), unset(TOKEN, LEASE_END, OWNER)));
  }

  @Override
  public Change noValue() {
    return pipeline(
        List.of(
            set(new BsonDocument(EXPIRY, call("$add", old(LEASE_END), millis(Leases.AFTER)))),
            unset(PAYLOAD, SIZE, VERSION, WRITTEN)));
  }

  @Override
  public Bson olderThan(Duration age) {
    BsonDocument then = call("$subtract", SERVER_NOW, millis(age));
    return new BsonDocument("$expr", call("$lt", old(WRITTEN), then));
  }

  /** Not before the lease is over for as long again; a value is not kept shorter than before. */
  private static BsonDocument keptFor(Duration lease) {
    return call("$max", old(EXPIRY), in(lease.multipliedBy(2)));
  }

  private static BsonDocument in(Duration time) {
    return call("$add", SERVER_NOW, millis(time));
  }

  private static BsonInt64 millis(Duration time) {
    return new BsonInt64(time.toMillis());
  }

  private static BsonString old(String field) {
    return new BsonString("$" + field);
  }

  private static BsonDocument call(String operator, BsonValue... arguments) {
    return new BsonDocument(operator, new BsonArray(List.of(arguments)));
  }

  private static BsonDocument set(BsonDocument fields) {
    return new BsonDocument("$set", fields);
  }

  private static BsonDocument unset(String... fields) {
    List<BsonValue> names = new ArrayList<>();
    for (String field : fields) {
      names.add(new BsonString(field));
    }
    return new BsonDocument("$unset", new BsonArray(names));
  }

  private static Change pipeline(List<BsonDocument> stages) {
    return new Change(EVERYTHING, stages, true);
  }
}
