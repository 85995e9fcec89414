package io.cachier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CachierTest {
  private final AbstractCalls calls = new AbstractCalls();

  @AfterEach
  void switchOn() {
    Cachier.setCachingEnabled(true);
  }

  @Test
  void setCachingEnabled_offAndOn_switches() {
    assertThat(Cachier.isCachingEnabled()).isTrue();

    Cachier.setCachingEnabled(false);
    assertThat(Cachier.isCachingEnabled()).isFalse();
    Cachier.setCachingEnabled(true);
    assertThat(Cachier.isCachingEnabled()).isTrue();
  }

  @Test
  void functionOfClasses_isTheFunctionOfTheirReferences() {
    Function<String, Integer> length = new Length();
    BiFunction<String, Long, Integer> sum = new Sum();
    Supplier<Integer> answer = new Answer();

    try (Cachier cachier = calls.of(Cachier.class)) {
      cachier.function("length", String.class, Integer.class, length);
      cachier.biFunction("sum", String.class, Long.class, Integer.class, sum);
      cachier.supplier("answer", Integer.class, answer);
    }

    assertThat(calls.noted())
        .containsExactly(
            "function[length, java.lang.String, java.lang.Integer, Length[]]",
            "biFunction[sum, java.lang.String, java.lang.Long, java.lang.Integer, Sum[]]",
            "supplier[answer, java.lang.Integer, Answer[]]",
            "close[]");
  }

  @Test
  void cacheNulls_withoutArgument_storesThem() {
    calls.of(CachierBuilder.class).cacheNulls();

    assertThat(calls.noted()).containsExactly("cacheNulls[true]");
  }

  private record Length() implements Function<String, Integer> {
    @Override
    public Integer apply(String text) {
      return text.length();
    }
  }

  private record Sum() implements BiFunction<String, Long, Integer> {
    @Override
    public Integer apply(String text, Long number) {
      return text.length() + number.intValue();
    }
  }

  private record Answer() implements Supplier<Integer> {
    @Override
    public Integer get() {
      return 42;
    }
  }
}
