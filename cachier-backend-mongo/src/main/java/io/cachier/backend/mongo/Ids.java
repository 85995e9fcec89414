package io.cachier.backend.mongo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cachier.spi.EntryKey;
import java.util.Arrays;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * The {@code _id} of an entry: the function's name in UTF-8, then the digest, as binary data.
 * MongoDB orders binary data by length first, then by bytes, and by no collation: so the entries of
 * a function lie side by side in the index of {@code _id}, and among them no other's.
 */
final class Ids {
  private Ids() {}

  static BsonBinary of(EntryKey key) {
    return new BsonBinary(bytes(key.function(), key.digest()));
  }

  /** The document of a key, if it is ours: no other has the function's name in that field. */
  static BsonDocument ours(EntryKey key) {
    return new BsonDocument(Fields.ID, of(key))
        .append(Fields.FUNCTION, new BsonString(key.function()));
  }

  /** The key that an {@code _id} stands for. */
  static EntryKey key(byte[] id) {
    int name = id.length - EntryKey.DIGEST_BYTES;
    return new EntryKey(new String(id, 0, name, UTF_8), Arrays.copyOfRange(id, name, id.length));
  }

  /** Whether it can be one of ours. */
  static boolean isId(byte[] id) {
    return id.length > EntryKey.DIGEST_BYTES;
  }

  /** All of a function; after the one that was last, if there is one. */
  static BsonDocument range(String function, byte[] last) {
    BsonDocument bounds = new BsonDocument();
    if (last.length == 0) {
      bounds.append("$gte", new BsonBinary(bytes(function, digest(0))));
    } else {
      bounds.append("$gt", new BsonBinary(last));
    }
    return bounds.append("$lte", new BsonBinary(bytes(function, digest(0xff))));
  }

  private static byte[] digest(int fill) {
    byte[] digest = new byte[EntryKey.DIGEST_BYTES];
    Arrays.fill(digest, (byte) fill);
    return digest;
  }

  private static byte[] bytes(String function, byte[] digest) {
    byte[] name = function.getBytes(UTF_8);
    byte[] id = Arrays.copyOf(name, name.length + digest.length);
    System.arraycopy(digest, 0, id, name.length, digest.length);
    return id;
  }
}
