package io.cachier.core.file;

import io.cachier.spi.EntryKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which file is where. A function has a folder; in it 256 shards, by the first byte of the digest,
 * hold the entries, so that no folder grows long; the few claims lie apart in {@code claims}, so
 * that ending them all needs no walk through the entries.
 *
 * <pre>
 * root/.lock
 * root/weather.forecast-0123456789abcdef/5e/[62 digits].entry
 * root/weather.forecast-0123456789abcdef/claims/[64 digits].claim
 * </pre>
 */
final class FileLayout {
  static final int SHARDS = 256;
  static final String TEMPORARY = ".tmp";
  static final String CLEARED = ".cleared-";

  private static final String ENTRY = ".entry";
  private static final String CLAIM = ".claim";
  private static final int NAME_LENGTH = 60;
  private static final int REMEMBERED_FOLDERS = 4096;
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");

  private final Path root;
  private final ConcurrentHashMap<String, String> folders = new ConcurrentHashMap<>();
  private final AtomicLong temporaries = new AtomicLong(System.nanoTime());

  FileLayout(Path root) {
    this.root = root;
  }

  Path lock() {
    return root.resolve(".lock");
  }

  Path function(String function) {
    return Path.of(folder(function));
  }

  Path entry(EntryKey key) {
    String hex = key.hex();
    return Path.of(
        folder(key.function()) + '/' + hex.substring(0, 2) + '/' + hex.substring(2) + ENTRY);
  }

  Path claim(EntryKey key) {
    return Path.of(folder(key.function()) + "/claims/" + key.hex() + CLAIM);
  }

  Path shard(String function, int shard) {
    return Path.of(folder(function), HexFormat.of().toHexDigits((byte) shard));
  }

  Path claims(String function) {
    return Path.of(folder(function), "claims");
  }

  /** A name that nobody else uses, in the same folder, for what is then moved to this file. */
  Path temporary(Path file) {
    return file.resolveSibling("." + unique() + TEMPORARY);
  }

  /** A folder that nobody else uses, for a shard that was cleared. */
  Path cleared(String function) {
    return function(function).resolve(CLEARED + unique());
  }

  private String unique() {
    return ProcessHandle.current().pid() + "-" + temporaries.incrementAndGet();
  }

  /** The key of an entry file; null if it is another file. */
  static @Nullable EntryKey keyOfEntry(String function, int shard, String name) {
    return key(function, HexFormat.of().toHexDigits((byte) shard) + name, ENTRY);
  }

  /** The key of a claim file; null if it is another file. */
  static @Nullable EntryKey keyOfClaim(String function, String name) {
    return key(function, name, CLAIM);
  }

  private static @Nullable EntryKey key(String function, String name, String ending) {
    int digits = 2 * EntryKey.DIGEST_BYTES;
    if (name.length() != digits + ending.length() || !name.endsWith(ending)) {
      return null;
    }
    for (int i = 0; i < digits; i++) {
      if (!HexFormat.isHexDigit(name.charAt(i)) || Character.isUpperCase(name.charAt(i))) {
        return null;
      }
    }
    return new EntryKey(function, HexFormat.of().parseHex(name, 0, digits));
  }

  private String folder(String function) {
    String known = folders.get(function);
    if (known != null) {
      return known;
    }
    if (folders.size() >= REMEMBERED_FOLDERS) {
      folders.clear();
    }
    String readable = UNSAFE.matcher(function).replaceAll("_");
    if (readable.length() > NAME_LENGTH) {
      readable = readable.substring(0, NAME_LENGTH);
    }
    String folder = root.resolve(readable + "-" + digest(function)).toString();
    folders.put(function, folder);
    return folder;
  }

  /** Tells apart functions whose readable names are the same, also where case doesn't count. */
  private static String digest(String function) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(function.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }
}
