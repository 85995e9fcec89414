package io.cachier.backend.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import io.cachier.BackendException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What failed, where, and what to do about it. */
final class MongoFailure {
  static final int DUPLICATE_KEY = 11000;
  private static final int UNAUTHORIZED = 13;
  private static final int AUTHENTICATION_FAILED = 18;

  private static final String ELECTION_REMEDY =
      " at present; this ends when one is elected; if it stays, name all members and replicaSet in"
          + " cachier.mongo.uri";

  private static final String REACH_REMEDY = "; start it, or set cachier.mongo.uri";

  /** How the driver writes what it knows of a server that does not answer. */
  private static final Pattern INNERMOST_CAUSE =
      Pattern.compile("caused by \\{[\\w.$]+: ([^{}]*)}");

  /** Not writable primary, also in their older forms, and what a server says while it changes. */
  private static final Set<Integer> NOT_PRIMARY =
      Set.of(10107, 13435, 10058, 189, 11600, 11602, 13436, 91);

  /** By the number of the server's answer. */
  private static final Map<Integer, String> REMEDIES =
      Map.ofEntries(
          Map.entry(
              UNAUTHORIZED,
              "this user needs the role readWrite on the database: name another in"
                  + " cachier.mongo.uri, or grant it"),
          Map.entry(
              AUTHENTICATION_FAILED, "check user, password and authSource in cachier.mongo.uri"),
          Map.entry(14031, "its disk is full: make room, or lower what is kept"),
          Map.entry(
              8000, "this is Atlas: check user and password in cachier.mongo.uri, and its limits"),
          Map.entry(10334, "the document is too large: set an entrySizeLimit below 16 MB"),
          Map.entry(
              166, "this is a view, or its name is taken: set cachier.mongo.collection to another"),
          Map.entry(73, "set cachier.mongo.database and cachier.mongo.collection to valid names"),
          Map.entry(
              121,
              "the collection has a validator that refuses our documents: set"
                  + " cachier.mongo.collection to one of its own"),
          Map.entry(61, "the shard key does not fit: shard the collection by { _id: \"hashed\" }"));

  private MongoFailure() {}

  static BackendException of(Throwable failure, String where) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof BackendException ours) {
      return ours;
    }
    return new BackendException(text(cause, where), cause);
  }

  static BackendException closed() {
    return new BackendException("the mongo backend is closed; make a new Cachier", null);
  }

  static BackendException tooLarge(int bytes, int most) {
    return new BackendException(
        "a value of "
            + bytes
            + " bytes is more than a MongoDB document can hold, "
            + most
            + "; set an entrySizeLimit below that",
        null);
  }

  static BackendException foreign(String where) {
    return new BackendException(
        "MongoDB at "
            + where
            + ": the document of this key is of another shape than Cachier writes; another program"
            + " uses the collection: set cachier.mongo.collection to one of its own, or remove the"
            + " document",
        null);
  }

  static BackendException notPrimary(String where) {
    return new BackendException(
        "MongoDB at " + where + " is not the primary" + ELECTION_REMEDY, null);
  }

  static boolean isDuplicateKey(Throwable failure) {
    return unwrapped(failure) instanceof MongoException answer && answer.getCode() == DUPLICATE_KEY;
  }

  /** Whether the server that was asked takes no writes, or not now. */
  static boolean isNotPrimary(Throwable failure) {
    Throwable cause = unwrapped(failure);
    return cause instanceof MongoNotPrimaryException
        || cause instanceof MongoNodeIsRecoveringException
        || (cause instanceof MongoException answer && NOT_PRIMARY.contains(answer.getCode()));
  }

  static Throwable unwrapped(Throwable failure) {
    Throwable at = failure;
    while (at instanceof CompletionException && at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }

  private static String text(Throwable failure, String where) {
    String at = "MongoDB at " + where;
    if (isNotPrimary(failure)) {
      return at + " is not the primary" + ELECTION_REMEDY;
    }
    if (failure instanceof MongoSecurityException) {
      return at
          + " refused the credentials; check user, password and authSource in cachier.mongo.uri";
    }
    if (failure instanceof MongoTimeoutException timeout) {
      return at + inTime(String.valueOf(timeout.getMessage()));
    }
    if (failure instanceof MongoSocketReadTimeoutException) {
      return at + " gave no answer for so long that its connection was given up";
    }
    if (failure instanceof MongoSocketOpenException) {
      return at + " can't be reached: " + root(failure) + REACH_REMEDY;
    }
    if (failure instanceof MongoSocketException) {
      return at + " was cut off in the middle of an answer: " + root(failure);
    }
    if (failure instanceof MongoConfigurationException) {
      return at + " can't be found: " + root(failure) + "; check cachier.mongo.uri";
    }
    if (failure instanceof MongoWriteConcernException) {
      return at
          + " wrote, but too few members confirmed it in time; look at the replica set, or name"
          + " another write concern in cachier.mongo.uri";
    }
    if (failure instanceof MongoException answer && answer.getCode() > 0) {
      return at + " answered " + name(answer) + remedy(answer.getCode());
    }
    return at + " could not be asked: " + root(failure);
  }

  /** The driver tells in words alone what it was that took so long. */
  private static String inTime(String message) {
    if (message.contains("while waiting for a connection")
        || message.contains("waiting for a free connection")) {
      return " has all its connections of this process busy; if that stays, raise maxPoolSize in"
          + " cachier.mongo.uri";
    }
    Matcher cause = INNERMOST_CAUSE.matcher(message);
    String why = "";
    while (cause.find()) {
      why = ": " + cause.group(1);
    }
    return " can't be reached" + why + REACH_REMEDY;
  }

  /** Never what the server says besides: it repeats commands, and so keys and values. */
  private static String name(MongoException answer) {
    String name = answer instanceof MongoCommandException command ? command.getErrorCodeName() : "";
    return name.isEmpty() ? "error " + answer.getCode() : name + " (" + answer.getCode() + ")";
  }

  private static String remedy(int code) {
    String remedy = REMEDIES.get(code);
    return remedy == null ? "" : "; " + remedy;
  }

  private static String root(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
  }
}
