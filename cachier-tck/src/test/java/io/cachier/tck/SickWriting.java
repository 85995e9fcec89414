package io.cachier.tck;

import io.cachier.CodecException;
import io.cachier.TypeRef;
import io.cachier.spi.ValueCodec;
import io.cachier.spi.ValueCodec.BoundCodec;
import io.cachier.tck.CodecTypes.Box;
import io.cachier.tck.CodecTypes.Node;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Codecs that write something else than what they were given. */
final class SickWriting {
  private SickWriting() {}

  /** Changes values before they are written. */
  static Supplier<ValueCodec> changing(UnaryOperator<Object> change) {
    return () ->
        new SickCodec() {
          @Override
          BoundCodec infect(TypeRef<?> type, BoundCodec bound) {
            return new Bound(bound) {
              @Override
              public byte[] encode(Object value) {
                return super.encode(change.apply(value));
              }
            };
          }
        };
  }

  static Object replacingHalves(Object value) {
    return value instanceof String text
        ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        : value;
  }

  static Object strippingZeros(Object value) {
    return value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value;
  }

  static Object roundingMoments(Object value) {
    return value instanceof Instant instant && instant.getEpochSecond() > 0
        ? instant
            .with(java.time.temporal.ChronoField.NANO_OF_SECOND, 0)
            .truncatedTo(ChronoUnit.SECONDS)
        : value;
  }

  static Object fillingNulls(Object value) {
    if (value instanceof String[] texts) {
      return Arrays.stream(texts).map(text -> text == null ? "" : text).toArray(String[]::new);
    }
    return value;
  }

  static Object losingLabels(Object value) {
    return value instanceof Box<?> box && box.label().equals("outer")
        ? new Box<>("", box.content())
        : value;
  }

  static Object forgettingCountries(Object value) {
    return value instanceof Locale locale ? Locale.forLanguageTag(locale.getLanguage()) : value;
  }

  static Object refusingLarge(Object value) {
    if (value instanceof byte[] bytes && bytes.length > 1_000_000) {
      throw new CodecException("too large", null);
    }
    return value;
  }

  /** Writes what no reader takes, where it should refuse. */
  static ValueCodec writesWhatItCannotRead() {
    return new SickCodec() {
      @Override
      BoundCodec infect(TypeRef<?> type, BoundCodec bound) {
        return new Bound(bound) {
          @Override
          public byte[] encode(Object value) {
            return value instanceof Node node && isDeep(node) ? new byte[9] : super.encode(value);
          }
        };
      }
    };
  }

  private static boolean isDeep(Node node) {
    Node at = node;
    int depth = 0;
    while (at.next() != null) {
      at = at.next();
      depth++;
    }
    return depth > 240 && depth < 1000;
  }

  static ValueCodec letsErrorsThrough() {
    return new SickCodec() {
      @Override
      BoundCodec infect(TypeRef<?> type, BoundCodec bound) {
        return new Bound(bound) {
          @Override
          public byte[] encode(Object value) {
            try {
              return super.encode(value);
            } catch (CodecException e) {
              if (e.getCause() instanceof IllegalStateException refusal) {
                throw refusal;
              }
              throw e;
            }
          }
        };
      }
    };
  }

  /** Gives the same array for the same text, for as long as no other is written. */
  static ValueCodec keepsItsArray() {
    return new SickCodec() {
      @Override
      BoundCodec infect(TypeRef<?> type, BoundCodec bound) {
        return new Bound(bound) {
          private volatile byte[] last = new byte[0];

          @Override
          public byte[] encode(Object value) {
            byte[] written = super.encode(value);
            byte[] kept = last;
            if (!Arrays.equals(written, kept)) {
              last = written;
              return written;
            }
            return kept;
          }
        };
      }
    };
  }

  /** The values that the test of many threads writes, and no other. */
  private static boolean isOfTheThreads(Object value) {
    return value instanceof Map<?, ?> map
        && map.size() == 1
        && map.keySet().iterator().next() instanceof String key
        && key.startsWith("key ");
  }

  /** Waits for a moment in which it should not be alone. */
  private static final class Uninterruptibly {
    static void await(CountDownLatch latch) {
      try {
        if (!latch.await(5, TimeUnit.SECONDS)) {
          throw new AssertionError("no other thread came");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static ValueCodec isOneThreadsOwn() {
    return new SickCodec() {
      @Override
      BoundCodec infect(TypeRef<?> type, BoundCodec bound) {
        return new Bound(bound) {
          private final Semaphore free = new Semaphore(1);
          private final CountDownLatch refusedOne = new CountDownLatch(1);

          @Override
          public byte[] encode(Object value) {
            return isOfTheThreads(value) ? alone(value) : super.encode(value);
          }

          private byte[] alone(Object value) {
            if (!free.tryAcquire()) {
              refusedOne.countDown();
              throw new IllegalStateException("used by another thread");
            }
            try {
              // Whoever comes while this waits is refused.
              Uninterruptibly.await(refusedOne);
              return super.encode(value);
            } finally {
              free.release();
            }
          }
        };
      }
    };
  }
}
