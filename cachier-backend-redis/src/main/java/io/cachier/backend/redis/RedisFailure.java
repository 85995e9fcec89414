package io.cachier.backend.redis;

import io.cachier.BackendException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What failed, where, and what to do about it. */
final class RedisFailure {
  static final String FOREIGN =
      "FOREIGN the key holds something that Cachier did not write; another program uses this prefix:"
          + " set cachier.redis.prefix to one of its own";

  /** What Lettuce says of a command for a server that is not connected. */
  private static final String REJECTION = "Currently not connected";

  /** What a server may put before the arguments that it was sent, a password among them. */
  private static final String ARGUMENTS = ", with args beginning with";

  /** How servers before version 7 wrap what went wrong within a script. */
  private static final Pattern IN_SCRIPT = Pattern.compile("^ERR Error running script .*: -?(.*)$");

  /** By the word that the server's answer begins with. */
  private static final Map<String, String> REMEDIES =
      Map.ofEntries(
          Map.entry("WRONGTYPE", "another program uses this prefix: set cachier.redis.prefix"),
          Map.entry("FOREIGN", "another program uses this prefix: set cachier.redis.prefix"),
          Map.entry(
              "OOM",
              "the server's memory is full: raise maxmemory, or let it evict, for example"
                  + " maxmemory-policy allkeys-lru"),
          Map.entry(
              "READONLY",
              "this is a replica: name the master or the Sentinels in" + " cachier.redis.uri"),
          Map.entry("MOVED", "this server belongs to a Cluster: set cachier.redis.cluster=true"),
          Map.entry(
              "CLUSTERDOWN", "some slots of the Cluster have no master: look at CLUSTER INFO"),
          Map.entry("NOAUTH", "it wants a password: name it in cachier.redis.uri"),
          Map.entry("WRONGPASS", "check user and password in cachier.redis.uri"),
          Map.entry(
              "NOPERM",
              "its ACL must let this user use the keys and channels of the prefix, and"
                  + " EVAL, EVALSHA, GET, PTTL, SCAN and what the scripts call"),
          Map.entry("MISCONF", "the server can't save and takes no writes: look at its log"),
          Map.entry("NOREPLICAS", "too few replicas are connected for min-replicas-to-write"),
          Map.entry("LOADING", "the server is still loading its data"),
          Map.entry("BUSY", "a script of somebody else keeps the server busy"));

  /**
   * What Lettuce says when it has lost its own race: it closes the connection for an answer that it
   * does not like, and may see it closed before it has told of the answer.
   */
  private static final String CLOSED_EARLY = "Connection closed prematurely";

  private RedisFailure() {}

  static BackendException of(Throwable failure, String where) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof BackendException ours) {
      return ours;
    }
    return new BackendException(text(cause, where), cause);
  }

  static BackendException closed() {
    return new BackendException("the redis backend is closed; make a new Cachier", null);
  }

  static BackendException tooLarge(int bytes, int most) {
    return new BackendException(
        "a value of "
            + bytes
            + " bytes is more than a Redis string can hold, "
            + most
            + "; set an entrySizeLimit below that",
        null);
  }

  /** Whether the command was not sent, since its server is not connected. */
  static boolean isRejection(Throwable failure) {
    String message = unwrapped(failure).getMessage();
    return message != null && message.startsWith(REJECTION);
  }

  /** Whether the server that was asked to write is a replica by now. */
  static boolean isReadOnly(Throwable failure) {
    RedisCommandExecutionException answer = answerIn(failure);
    return answer != null && said(answer).startsWith("READONLY");
  }

  /** Whether this user may not do it, now or later. */
  static boolean isNoPermission(Throwable failure) {
    RedisCommandExecutionException answer = answerIn(failure);
    return answer != null && said(answer).startsWith("NOPERM");
  }

  /** Whether the key holds something other than a string. */
  static boolean isWrongType(Throwable failure) {
    RedisCommandExecutionException answer = answerIn(failure);
    return answer != null && said(answer).startsWith("WRONGTYPE");
  }

  private static String said(RedisCommandExecutionException answer) {
    String said = withoutArguments(String.valueOf(answer.getMessage()));
    Matcher wrapped = IN_SCRIPT.matcher(said);
    return wrapped.matches() ? wrapped.group(1) : said;
  }

  private static String text(Throwable failure, String where) {
    if (isRejection(failure)) {
      return "the connection to Redis at " + where + " is down and is being made anew";
    }
    RedisCommandExecutionException answer = answerIn(failure);
    if (answer != null) {
      String said = said(answer);
      return "Redis at " + where + " answered '" + said + "'" + remedy(said);
    }
    Throwable root = rootOf(failure);
    String why = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    if (failure instanceof RedisConnectionException) {
      return "can't connect to Redis at "
          + where
          + ": "
          + withoutArguments(why)
          + (why.equals(CLOSED_EARLY)
              ? "; check user, password and database in cachier.redis.uri, and the server's log"
              : "; start it, or set cachier.redis.uri");
    }
    return "Redis at " + where + " could not be asked: " + withoutArguments(why);
  }

  private static String remedy(String said) {
    if (said.startsWith("ERR DB index") || said.startsWith("ERR invalid DB index")) {
      return "; this database does not exist: name another in cachier.redis.uri";
    }
    int end = said.indexOf(' ');
    String remedy = REMEDIES.get(end < 0 ? said : said.substring(0, end));
    return remedy == null ? "" : "; " + remedy;
  }

  private static String withoutArguments(String said) {
    int at = said.indexOf(ARGUMENTS);
    return at < 0 ? said : said.substring(0, at);
  }

  private static @Nullable RedisCommandExecutionException answerIn(Throwable failure) {
    Throwable at = failure;
    while (at != null) {
      if (at instanceof RedisCommandExecutionException answer) {
        return answer;
      }
      at = at.getCause();
    }
    return null;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable at = failure;
    while (at instanceof CompletionException && at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }
}
