package io.cachier.core.file;

import io.cachier.spi.Claim;
import io.cachier.spi.EntryInfo;
import io.cachier.spi.EntryKey;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one key. Reading needs no lock: files are replaced whole. Every decision about a
 * claim is made and carried out under the key's lock, which the operating system frees when a
 * process is killed, so that no half-done step outlives it:
 *
 * <ul>
 *   <li>a value is written to a temporary file first, without the lock, then moved into place and
 *       its claim deleted under it; killed in between, the claim stands until its lease ends;
 *   <li>a claim is the newest as long as its file is there, whatever its lease says.
 * </ul>
 */
final class EntryFiles {
  /** A shard may be cleared away under a writer, in a loop even, but hardly so often in a row. */
  private static final int STORE_ATTEMPTS = 50;

  private static final Lookup BEING_COMPUTED = new Lookup(null, true);

  private final CacheDirectory directory;
  private final FileLayout layout;
  private final KeyLocks locks;
  private final InstantSource clock;

  EntryFiles(CacheDirectory directory, FileLayout layout, KeyLocks locks, InstantSource clock) {
    this.directory = directory;
    this.layout = layout;
    this.locks = locks;
    this.clock = clock;
  }

  long nowEpochNanos() {
    return EpochNanos.of(clock.instant());
  }

  Lookup lookup(EntryKey key) throws IOException {
    directory.check();
    EntryFile entry = EntryFile.read(layout.entry(key));
    long now = nowEpochNanos();
    if (entry == null) {
      return remainingLease(key) > 0 ? BEING_COMPUTED : Lookup.NOTHING;
    }
    EntryHeader header = entry.header();
    if (header.isPastRetention(now)) {
      tryRemovePastRetention(key);
      return remainingLease(key) > 0 ? BEING_COMPUTED : Lookup.NOTHING;
    }
    long age = header.isDamaged() ? 0 : now - header.writtenEpochNanos();
    return new Lookup(new Lookup.Stored(entry.payload(), age, header.version()), false);
  }

  /** How long the newest claim's lease still runs; 0: no live claim. */
  long remainingLease(EntryKey key) throws IOException {
    Path file = layout.claim(key);
    if (!Files.exists(file)) {
      return 0; // Cheaper than the exception, on the way of every miss.
    }
    ClaimFile claim = ClaimFile.read(file);
    return claim == null ? 0 : claim.remainingNanos(nowEpochNanos());
  }

  Claim claim(EntryKey key, String owner, Duration lease) throws IOException {
    directory.create();
    OwnerOnly.createFolders(layout.claims(key.function()));
    return locks.locked(
        key,
        () -> {
          Path file = layout.claim(key);
          ClaimFile standing = ClaimFile.read(file);
          long now = nowEpochNanos();
          if (standing != null && standing.remainingNanos(now) > 0) {
            return new Claim.Held(Duration.ofNanos(standing.remainingNanos(now)));
          }
          long token = TokenSource.next(now, standing == null ? 0 : standing.token());
          leased(token, now, lease, owner).writeTo(file);
          EntryHeader entry = EntryHeader.read(layout.entry(key));
          long version = entry == null || entry.isPastRetention(now) ? 0 : entry.version();
          return new Claim.Granted(token, version);
        });
  }

  boolean renew(EntryKey key, long token, Duration lease) throws IOException {
    return ifNewest(
        key,
        token,
        claim -> leased(token, nowEpochNanos(), lease, claim.owner()).writeTo(layout.claim(key)));
  }

  boolean release(EntryKey key, long token) throws IOException {
    return ifNewest(key, token, claim -> Files.delete(layout.claim(key)));
  }

  boolean store(EntryKey key, byte[] payload, long token, Optional<Duration> retention)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return storeOnce(key, payload, token, retention);
      } catch (NoSuchFileException clearedMeanwhile) {
        if (attempt == STORE_ATTEMPTS) {
          throw clearedMeanwhile;
        }
      }
    }
  }

  private boolean storeOnce(EntryKey key, byte[] payload, long token, Optional<Duration> retention)
      throws IOException {
    directory.create();
    Path file = layout.entry(key);
    OwnerOnly.createFolders(file.resolveSibling("."));
    long now = nowEpochNanos();
    long keepUntil = retention.map(kept -> EpochNanos.after(now, kept)).orElse(EpochNanos.NEVER);
    EntryHeader header = new EntryHeader(now, TokenSource.next(now, 0), keepUntil, payload.length);
    Path temporary = layout.temporary(file);
    new EntryFile(header, payload).writeTo(temporary);
    try {
      return locks.locked(
          key,
          () -> {
            if (token != RemoteBackend.UNFENCED && !isNewest(key, token)) {
              return false;
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(layout.claim(key));
            return true;
          });
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  boolean remove(EntryKey key) throws IOException {
    return underLock(
        key,
        () -> {
          Files.deleteIfExists(layout.claim(key));
          return Files.deleteIfExists(layout.entry(key));
        });
  }

  /** Ends the claim, whoever holds it; false if there was none. */
  boolean endClaim(EntryKey key) throws IOException {
    return locks.locked(key, () -> Files.deleteIfExists(layout.claim(key)));
  }

  /** Forgets a claim whose lease ended before a moment, or that is damaged. */
  void forgetClaim(EntryKey key, long leaseEndedBeforeEpochNanos) throws IOException {
    locks.locked(
        key,
        () -> {
          Path file = layout.claim(key);
          ClaimFile claim = ClaimFile.read(file);
          return (claim == null || claim.leaseEndEpochNanos() < leaseEndedBeforeEpochNanos)
              && Files.deleteIfExists(file);
        });
  }

  /** Removes an entry that is older than this, or can't be read; its claim stays. */
  boolean removeIfOlder(EntryKey key, long ageNanos) throws IOException {
    return isOlder(key, ageNanos)
        && locks.locked(
            key, () -> isOlder(key, ageNanos) && Files.deleteIfExists(layout.entry(key)));
  }

  @Nullable EntryInfo describe(EntryKey key) throws IOException {
    Path file = layout.entry(key);
    EntryHeader header = EntryHeader.read(file);
    long now = nowEpochNanos();
    if (header == null || header.isDamaged() || header.isPastRetention(now)) {
      return null;
    }
    Duration age = Duration.ofNanos(now - header.writtenEpochNanos());
    return new EntryInfo(key, age, header.payloadLength(), remainingLease(key) > 0);
  }

  private boolean isOlder(EntryKey key, long ageNanos) throws IOException {
    EntryHeader header = EntryHeader.read(layout.entry(key));
    if (header == null) {
      return false;
    }
    long now = nowEpochNanos();
    return header.isDamaged()
        || header.isPastRetention(now)
        || now - header.writtenEpochNanos() > ageNanos;
  }

  private void tryRemovePastRetention(EntryKey key) {
    try {
      locks.locked(
          key,
          () -> {
            EntryHeader header = EntryHeader.read(layout.entry(key));
            return header != null
                && header.isPastRetention(nowEpochNanos())
                && Files.deleteIfExists(layout.entry(key));
          });
    } catch (IOException harmless) {
      // Nothing is stored either way; removing the file is a courtesy to the disk.
    }
  }

  private interface ClaimChange {
    void apply(ClaimFile claim) throws IOException;
  }

  private boolean ifNewest(EntryKey key, long token, ClaimChange change) throws IOException {
    return underLock(
        key,
        () -> {
          ClaimFile claim = ClaimFile.read(layout.claim(key));
          if (claim == null || claim.token() != token) {
            return false;
          }
          change.apply(claim);
          return true;
        });
  }

  private boolean isNewest(EntryKey key, long token) throws IOException {
    ClaimFile claim = ClaimFile.read(layout.claim(key));
    return claim != null && claim.token() == token;
  }

  /** Where nothing was ever written there is nothing to change, and no folder to create. */
  private boolean underLock(EntryKey key, FileAction<Boolean> work) throws IOException {
    directory.check();
    try {
      return Files.exists(layout.function(key.function())) && locks.locked(key, work);
    } catch (NoSuchFileException deletedMeanwhile) {
      return false;
    }
  }

  private static ClaimFile leased(long token, long now, Duration lease, String owner) {
    return new ClaimFile(token, EpochNanos.after(now, lease), EpochNanos.span(lease), owner);
  }
}
