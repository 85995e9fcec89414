package io.cachier.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cachier.CachedFunction;
import io.cachier.Cachier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The code in {@code docs/faq.md}. */
class FaqPageTest {
  private record User(String name) {}

  @Test
  void users_serviceGone_areTheLastOnesUpToTheCeiling() {
    AtomicLong now = new AtomicLong();
    AtomicLong calls = new AtomicLong();
    Function<Integer, @Nullable User> directory =
        id -> {
          if (calls.getAndIncrement() >= 2) {
            throw new UncheckedIOException(new IOException("away"));
          }
          return id == 1 ? new User("Ada") : null;
        };
    try (Cachier cachier = Cachier.builder().backend("memory").ticker(now::get).build()) {
      // begin docs/faq.md
      CachedFunction<Integer, User> user =
          cachier
              .function("users.byId", Integer.class, User.class, directory)
              .staleAfter(Duration.ofMinutes(1))
              .staleIfError(Duration.ofHours(1)) // the last answer, for as long
              .cacheNulls() // that there is no such user is an answer too
              .build();
      // end docs/faq.md
      assertThat(user.apply(1)).isEqualTo(new User("Ada"));
      assertThat(user.apply(2)).isNull();
      assertThat(user.apply(2)).isNull();
      assertThat(calls).hasValue(2);
      now.addAndGet(Duration.ofMinutes(2).toNanos());
      assertThat(user.apply(1)).isEqualTo(new User("Ada"));
      now.addAndGet(Duration.ofHours(1).toNanos());
      assertThatThrownBy(() -> user.apply(1)).isInstanceOf(UncheckedIOException.class);
    }
  }
}
