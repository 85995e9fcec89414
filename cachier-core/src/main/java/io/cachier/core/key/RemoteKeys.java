package io.cachier.core.key;

import io.cachier.core.type.ResolvedType;
import io.cachier.spi.EntryKey;
import io.cachier.spi.KeyEncoder;
import java.lang.reflect.Type;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one function in remote backends: SHA-256 over a canonical encoding of the function's
 * name, its code version and the arguments. Every value is written as a tag of its type, its length
 * where that varies, and its content, so that no two different argument lists are written alike.
 * Equal arguments have equal keys in every process, on every machine, for ever. Thread-safe.
 */
public final class RemoteKeys {
  private static final int FORMAT = 1;

  private final String function;
  private final KeySteps steps;

  /** Fed with what all keys of the function share; never fed again, only cloned. */
  private final MessageDigest prefix;

  /**
   * Prepares the keys of a function.
   *
   * @param function the function's name
   * @param version its code version
   * @param encoders for types that the engine doesn't know; the most specific one is used
   */
  public RemoteKeys(String function, String version, List<KeyEncoder<?>> encoders) {
    this.function = function;
    this.steps = new KeySteps(new KeyEncoders(encoders));
    this.prefix = sha256();
    KeyBuffer shared = new KeyBuffer();
    shared.putByte(FORMAT);
    shared.putText(function);
    shared.putText(version);
    shared.feed(prefix);
  }

  /**
   * Finds what in a declared type has no stable key.
   *
   * @param parameterName names the argument in the sentences
   * @param type the argument's declared type
   * @param encoders the function's encoders
   * @param remedy how the key can be made otherwise, such as {@link KeyRemedy#KEYED_BY}
   * @return one sentence each: the argument, the path to the culprit, its type and the remedy;
   *     empty if the type is fine
   */
  public static List<String> problems(
      String parameterName, Type type, List<KeyEncoder<?>> encoders, String remedy) {
    ResolvedType resolved = ResolvedType.of(type);
    String subject = "argument '" + parameterName + "' of type " + resolved;
    return new KeyTypes(subject, new KeyEncoders(encoders), remedy).problems(resolved);
  }

  /**
   * Gives the key of an argument.
   *
   * @param argument the argument; {@link NoArgument} for none, {@link Arguments} for two, {@link
   *     ArgumentList} for more
   * @return its key
   * @throws UnstableKeyException if the argument, or a value in it, has no stable key, or it is
   *     nested too deep or too large
   */
  public EntryKey keyOf(@Nullable Object argument) {
    KeyWriter writer = new KeyWriter(steps);
    if (argument == NoArgument.INSTANCE) {
      writer.buffer.putInt(0);
    } else if (argument instanceof Arguments two) {
      writer.buffer.putInt(2);
      writer.write(two.first());
      writer.write(two.second());
    } else if (argument instanceof ArgumentList list) {
      writer.buffer.putInt(list.elements().size());
      list.elements().forEach(writer::write);
    } else {
      writer.buffer.putInt(1);
      writer.write(argument);
    }
    MessageDigest digest = copyOfPrefix();
    writer.buffer.feed(digest);
    return new EntryKey(function, digest.digest());
  }

  private MessageDigest copyOfPrefix() {
    try {
      return (MessageDigest) prefix.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of " + prefix.getProvider() + " has no clone()", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java promises SHA-256, but this one lacks it", e);
    }
  }
}
