package io.cachier.core;

import io.cachier.ManagedCache;
import io.cachier.metrics.MetricSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which functions an exporter should carry, and which of them it has still to be told of. Functions
 * join and leave from any thread, at once and whatever the exporter does; what it is told of it is
 * told on its own thread, in the order in which that happened.
 *
 * <p>An exporter that hangs, or that can't start, is told of nothing. So of the functions that come
 * and go meanwhile only some are kept for it: memory stays bounded.
 */
final class Roster {
  /** So many functions that have left are kept for an exporter that has not even met them. */
  static final int MOST_PASSING = 256;

  private final Map<ManagedCache, Member> members = new LinkedHashMap<>();
  private final Deque<Member> toTell = new ArrayDeque<>();
  private final Deque<Member> putOff = new ArrayDeque<>();
  private @Nullable Member inHand;
  private int passing;

  /** A function as one exporter has it. */
  static final class Member {
    private final ManagedCache function;

    /** What was exported last; used on the exporter's thread alone. */
    private MetricSnapshot exported = MetricSnapshot.empty();

    /** Guarded by the roster, like those below. */
    private boolean registered;

    private boolean leaving;

    Member(ManagedCache function) {
      this.function = function;
    }

    ManagedCache function() {
      return function;
    }

    MetricSnapshot exported() {
      return exported;
    }

    void exported(MetricSnapshot now) {
      exported = now;
    }
  }

  synchronized void join(ManagedCache function) {
    Member member = new Member(function);
    if (members.putIfAbsent(function, member) == null) {
      toTell.add(member);
    }
  }

  /**
   * A function was closed.
   *
   * @return whether its last figures can still be carried out; false if they are given up
   */
  synchronized boolean leave(ManagedCache function) {
    Member member = members.remove(function);
    if (member == null) {
      return true;
    }
    member.leaving = true;
    if (member.registered) {
      toTell.add(member);
      return true;
    }
    // In hand: whoever has it will see that it has left.
    return member.equals(inHand) || passes(member);
  }

  private boolean passes(Member member) {
    if (putOff.remove(member)) {
      return false;
    }
    if (passing == MOST_PASSING) {
      toTell.removeLastOccurrence(member);
      return false;
    }
    passing++;
    return true;
  }

  /** The next function to tell of, null if there is none; it is in hand until it is settled. */
  synchronized @Nullable Member next() {
    Member member = toTell.poll();
    inHand = member;
    if (member != null && member.leaving && !member.registered) {
      passing--;
    }
    return member;
  }

  synchronized boolean isRegistered(Member member) {
    return member.registered;
  }

  /**
   * The function in hand is registered with the exporter.
   *
   * @return whether it stays; false if it has left, and its end has to be told too
   */
  synchronized boolean keeps(Member member) {
    member.registered = true;
    if (member.leaving) {
      return false;
    }
    inHand = null;
    return true;
  }

  /**
   * The function in hand could not be registered; {@link #retry} brings it back.
   *
   * @return false if it has left, and its figures are given up
   */
  synchronized boolean putOff(Member member) {
    inHand = null;
    return !member.leaving && putOff.add(member);
  }

  synchronized boolean hasPutOff() {
    return !putOff.isEmpty();
  }

  synchronized void retry() {
    toTell.addAll(putOff);
    putOff.clear();
  }

  /** The functions to export: a copy, so that nobody waits while they are. */
  synchronized List<Member> carried() {
    List<Member> carried = new ArrayList<>(members.size());
    for (Member member : members.values()) {
      if (member.registered) {
        carried.add(member);
      }
    }
    return carried;
  }

  /** How many functions the exporter has still to be told of. */
  synchronized int backlog() {
    return toTell.size() + putOff.size();
  }
}
