package io.cachier.backend.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import com.mongodb.client.model.changestream.UpdateDescription;
import io.cachier.spi.EntryKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The ends of claims as the server tells of them: one change stream for this process, open while
 * somebody waits and a while after. Whether there can be one is found out, and told once; where
 * there is none, those who wait ask by themselves.
 */
final class ChangeFeed {
  private static final System.Logger LOGGER = System.getLogger(ChangeFeed.class.getName());

  private static final long IDLE_SECONDS = 30;
  private static final long RETRY_SECONDS = 5;
  private static final int DEMAND = 64;

  /** What servers answer that have no change streams, or not for this user. */
  private static final Set<Integer> NEVER = Set.of(40573, 40324, 13, 59, 115, 263, 303, 323, 2);

  /** Values and claims that go. What begins or renews a claim passes on servers before 5.0 only. */
  private static final List<BsonDocument> STAGES =
      List.of(
          new BsonDocument(
              "$match", new BsonDocument("$or", new BsonArray(List.of(gone(), over())))),
          new BsonDocument(
              "$project",
              new BsonDocument("operationType", new BsonInt32(1))
                  .append("documentKey", new BsonInt32(1))
                  .append("updateDescription.removedFields", new BsonInt32(1))));

  private final Gateway gateway;
  private final ScheduledExecutorService timer;
  private final Waiters waiters;
  private @Nullable Stream stream;
  private boolean closed;
  private volatile boolean never;
  private volatile boolean proven;
  private boolean toldPolling;
  private boolean toldStream;
  private boolean toldBroken;
  private boolean resting;

  ChangeFeed(Gateway gateway, ScheduledExecutorService timer, Waiters waiters) {
    this.gateway = gateway;
    this.timer = timer;
    this.waiters = waiters;
  }

  private static BsonDocument gone() {
    BsonArray kinds = new BsonArray();
    for (String kind : new String[] {"delete", "replace", "drop", "rename", "dropDatabase"}) {
      kinds.add(new BsonString(kind));
    }
    kinds.add(new BsonString("invalidate"));
    return new BsonDocument("operationType", new BsonDocument("$in", kinds));
  }

  private static BsonDocument over() {
    return new BsonDocument("updateDescription.removedFields", new BsonString(Fields.TOKEN));
  }

  /** Somebody waits: opens the stream unless it is open, or can't be. */
  void attend() {
    if (never) {
      return;
    }
    Link link = gateway.current();
    if (link == null) {
      // Those who wait are asking, and whoever waits next finds that the server was greeted.
      return;
    }
    if (!link.streams()) {
      never("it is no replica set and no sharded cluster");
      return;
    }
    Stream opened;
    synchronized (this) {
      if (closed || resting || stream != null) {
        return;
      }
      opened = new Stream();
      stream = opened;
    }
    try {
      link.documents().changes(STAGES).subscribe(opened);
    } catch (RuntimeException failure) {
      opened.onError(failure);
    }
    restLater(opened);
  }

  /** Looks now and then whether somebody waits still. */
  private void restLater(Stream opened) {
    schedule(
        () -> {
          if (!isOpen(opened)) {
            return;
          }
          if (waiters.isEmpty()) {
            end();
          } else {
            restLater(opened);
          }
        },
        IDLE_SECONDS);
  }

  private void schedule(Runnable work, long seconds) {
    try {
      Afterwards.forget(timer.schedule(work, seconds, TimeUnit.SECONDS));
    } catch (RejectedExecutionException closing) {
      end();
    }
  }

  private void end() {
    Stream ended;
    synchronized (this) {
      ended = stream;
      stream = null;
      proven = false;
    }
    if (ended != null) {
      ended.cancel();
    }
  }

  private void never(String why) {
    never = true;
    synchronized (this) {
      if (toldPolling) {
        return;
      }
      toldPolling = true;
    }
    LOGGER.log(
        System.Logger.Level.INFO,
        () ->
            "Backend 'mongo': MongoDB at "
                + gateway.where()
                + " tells of no changes ("
                + why
                + "); those who wait for another process ask every 50 ms");
  }

  private void ended(Stream gone, @Nullable Throwable failure) {
    synchronized (this) {
      if (stream != gone) {
        return;
      }
      stream = null;
      proven = false;
      resting = true;
    }
    if (failure != null && isForEver(failure)) {
      never(String.valueOf(MongoFailure.of(failure, gateway.where()).getMessage()));
    } else {
      brokenOff(failure);
    }
    waiters.askAgain();
    schedule(this::rested, RETRY_SECONDS);
  }

  private void brokenOff(@Nullable Throwable failure) {
    synchronized (this) {
      if (toldBroken) {
        return;
      }
      toldBroken = true;
    }
    String why =
        failure == null
            ? "the collection is gone"
            : String.valueOf(MongoFailure.of(failure, gateway.where()).getMessage());
    LOGGER.log(
        System.Logger.Level.INFO,
        () ->
            "Backend 'mongo': a change stream broke off ("
                + why
                + "); those who wait for another process ask every 50 ms until it is open again,"
                + " now and whenever this happens");
  }

  private void rested() {
    synchronized (this) {
      resting = false;
    }
    if (!waiters.isEmpty()) {
      attend();
    }
  }

  private static boolean isForEver(Throwable failure) {
    return failure instanceof MongoException answer && NEVER.contains(answer.getCode());
  }

  private void heard(ChangeStreamDocument<BsonDocument> change) {
    proven = true;
    boolean first;
    synchronized (this) {
      first = !toldStream;
      toldStream = true;
    }
    if (first) {
      LOGGER.log(
          System.Logger.Level.INFO,
          () ->
              "Backend 'mongo': those who wait for another process are told by a change stream of"
                  + " MongoDB at "
                  + gateway.where());
    }
    BsonDocument documentKey = change.getDocumentKey();
    BsonValue id = documentKey == null ? null : documentKey.get(Fields.ID);
    if (id != null && id.isBinary() && Ids.isId(id.asBinary().getData())) {
      EntryKey key = Ids.key(id.asBinary().getData());
      waiters.changed(key, isEnd(change));
    } else if (id == null) {
      // The collection itself is gone.
      waiters.askAgain();
    }
  }

  private static boolean isEnd(ChangeStreamDocument<BsonDocument> change) {
    if (change.getOperationType() == OperationType.DELETE) {
      return true;
    }
    UpdateDescription update = change.getUpdateDescription();
    List<String> removed = update == null ? null : update.getRemovedFields();
    return removed != null && removed.contains(Fields.TOKEN);
  }

  /** Whether changes have come: before the first, nobody knows whether they do. */
  boolean isProven() {
    return proven;
  }

  synchronized boolean isOpen() {
    return stream != null;
  }

  @SuppressWarnings("ReferenceEquality") // Streams are told apart by what they are.
  private synchronized boolean isOpen(Stream which) {
    return stream == which;
  }

  void close() {
    synchronized (this) {
      closed = true;
    }
    end();
  }

  /** One subscription. Asks for some changes, and for as many again when these have come. */
  private final class Stream implements Subscriber<ChangeStreamDocument<BsonDocument>> {
    private @Nullable Subscription subscription;
    private boolean cancelled;
    private int outstanding;

    @Override
    public void onSubscribe(Subscription given) {
      boolean late;
      synchronized (this) {
        late = cancelled || subscription != null;
        if (!late) {
          subscription = given;
          outstanding = DEMAND;
        }
      }
      if (late) {
        given.cancel();
      } else {
        given.request(DEMAND);
      }
    }

    @Override
    public void onNext(ChangeStreamDocument<BsonDocument> change) {
      Subscription more = null;
      synchronized (this) {
        if (cancelled) {
          return;
        }
        outstanding--;
        if (outstanding == 0) {
          outstanding = DEMAND;
          more = subscription;
        }
      }
      heard(change);
      if (more != null) {
        more.request(DEMAND);
      }
    }

    @Override
    public void onError(Throwable failure) {
      ended(this, failure);
    }

    @Override
    public void onComplete() {
      ended(this, null);
    }

    void cancel() {
      Subscription held;
      synchronized (this) {
        cancelled = true;
        held = subscription;
      }
      if (held != null) {
        held.cancel();
      }
    }
  }
}
