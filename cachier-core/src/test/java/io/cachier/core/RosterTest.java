package io.cachier.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import io.cachier.ManagedCache;
import io.cachier.core.Roster.Member;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RosterTest {
  private final Cachier cachier = Cachier.builder().backend("memory").build();
  private final Roster roster = new Roster();

  @AfterEach
  void close() {
    cachier.close();
  }

  @Test
  void join_twice_isToldOnce() {
    ManagedCache function = function("f");
    roster.join(function);
    roster.join(function);

    assertThat(toldInOrder()).containsExactly("f");
    assertThat(names(roster.carried())).containsExactly("f");
  }

  @Test
  void leave_neverJoined_isNothing() {
    assertThat(roster.leave(function("f"))).isTrue();
    assertThat(roster.next()).isNull();
  }

  @Test
  void leave_registered_isToldAfterwards() {
    ManagedCache function = function("f");
    roster.join(function);
    toldInOrder();

    assertThat(roster.leave(function)).isTrue();

    assertThat(roster.carried()).isEmpty();
    Member member = roster.next();
    assertThat(member.function()).isSameAs(function);
    assertThat(roster.isRegistered(member)).isTrue();
    assertThat(roster.keeps(member)).isFalse();
    assertThat(roster.next()).isNull();
  }

  @Test
  void leave_inHand_isSeenByWhoHasIt() {
    ManagedCache function = function("f");
    roster.join(function);
    Member member = roster.next();

    assertThat(roster.leave(function)).isTrue();

    assertThat(roster.keeps(member)).isFalse();
    assertThat(roster.next()).isNull();
  }

  @Test
  void leave_beforeItWasTold_isToldBothInOrder() {
    ManagedCache first = function("f");
    roster.join(first);
    roster.leave(first);
    first.close();
    ManagedCache second = function("f");
    roster.join(second);

    Member passing = roster.next();
    assertThat(passing.function()).isSameAs(first);
    assertThat(roster.isRegistered(passing)).isFalse();
    assertThat(roster.keeps(passing)).isFalse();
    assertThat(roster.next().function()).isSameAs(second);
  }

  @Test
  void leave_manyThatNobodyWasToldOf_keepsSome() {
    ManagedCache staying = function("staying");
    roster.join(staying);
    int kept = 0;
    for (int i = 0; i < 10_000; i++) {
      ManagedCache function = function("f" + i);
      roster.join(function);
      kept += roster.leave(function) ? 1 : 0;
      function.close();
    }

    assertThat(kept).isEqualTo(Roster.MOST_PASSING);
    assertThat(roster.backlog()).isEqualTo(Roster.MOST_PASSING + 1);
    // Once they are told, there is room for as many again.
    for (Member member = roster.next(); member != null; member = roster.next()) {
      roster.keeps(member);
    }
    ManagedCache another = function("another");
    roster.join(another);
    assertThat(roster.leave(another)).isTrue();
    assertThat(names(roster.carried())).containsExactly("staying");
  }

  @Test
  void putOff_registrationFailed_comesBackOnRetry() {
    ManagedCache function = function("f");
    roster.join(function);

    assertThat(roster.putOff(roster.next())).isTrue();

    assertThat(roster.hasPutOff()).isTrue();
    assertThat(roster.backlog()).isEqualTo(1);
    assertThat(roster.next()).isNull();
    assertThat(roster.carried()).isEmpty();
    roster.retry();
    assertThat(roster.hasPutOff()).isFalse();
    assertThat(toldInOrder()).containsExactly("f");
  }

  @Test
  void putOff_leftMeanwhile_isGivenUp() {
    ManagedCache function = function("f");
    roster.join(function);
    Member member = roster.next();
    roster.leave(function);

    assertThat(roster.putOff(member)).isFalse();
    assertThat(roster.hasPutOff()).isFalse();
  }

  @Test
  void leave_putOff_isGivenUp() {
    ManagedCache function = function("f");
    roster.join(function);
    roster.putOff(roster.next());

    assertThat(roster.leave(function)).isFalse();
    assertThat(roster.hasPutOff()).isFalse();
  }

  private CachedFunction<String, String> function(String name) {
    return cachier.function(name, String.class, String.class, x -> x).build();
  }

  private List<String> toldInOrder() {
    List<Member> told = new ArrayList<>();
    for (Member member = roster.next(); member != null; member = roster.next()) {
      assertThat(roster.keeps(member)).isTrue();
      told.add(member);
    }
    return names(told);
  }

  private static List<String> names(List<Member> members) {
    return members.stream().map(member -> member.function().name()).toList();
  }
}
