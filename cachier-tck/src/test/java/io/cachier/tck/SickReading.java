package io.cachier.tck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cachier.CodecException;
import io.cachier.TypeRef;
import io.cachier.spi.ValueCodec;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Codecs that trust the bytes that they read. */
final class SickReading {
  private SickReading() {}

  private interface Reading {
    Object read(byte[] bytes, SickCodec.Bound healthy);
  }

  private static ValueCodec reading(Reading reading) {
    return new SickCodec() {
      @Override
      BoundCodec infect(TypeRef<?> type, BoundCodec bound) {
        Bound plain = new Bound(bound);
        return new Bound(bound) {
          @Override
          Object read(byte[] bytes) {
            return reading.read(bytes, plain);
          }
        };
      }
    };
  }

  static ValueCodec readsToTheEnd() {
    return new SickCodec() {
      @Override
      BoundCodec infect(TypeRef<?> type, BoundCodec bound) {
        return new Bound(bound) {
          @Override
          public Object decode(byte[] bytes, int offset, int length) {
            return super.decode(bytes, offset, bytes.length - offset);
          }
        };
      }
    };
  }

  static ValueCodec tidiesUpBehindItself() {
    return new SickCodec() {
      @Override
      BoundCodec infect(TypeRef<?> type, BoundCodec bound) {
        return new Bound(bound) {
          @Override
          public Object decode(byte[] bytes, int offset, int length) {
            Object value = super.decode(bytes, offset, length);
            if (offset > 0) {
              bytes[0] = 0;
            }
            return value;
          }
        };
      }
    };
  }

  /** Remembers what it wrote, to tell the beginnings of it from other damage. */
  static ValueCodec runsOffTheEnd() {
    return new SickCodec() {
      @Override
      BoundCodec infect(TypeRef<?> type, BoundCodec bound) {
        Set<ByteBuffer> written = ConcurrentHashMap.newKeySet();
        return new Bound(bound) {
          @Override
          public byte[] encode(Object value) {
            byte[] bytes = super.encode(value);
            written.add(ByteBuffer.wrap(bytes.clone()));
            return bytes;
          }

          @Override
          Object read(byte[] bytes) {
            for (ByteBuffer whole : written) {
              if (bytes.length == whole.capacity() - 1
                  && ByteBuffer.wrap(bytes).equals(whole.slice(0, bytes.length))
                  && !new String(bytes, ISO_8859_1).contains("s3cret")) {
                throw new IndexOutOfBoundsException("the last byte");
              }
            }
            return super.read(bytes);
          }
        };
      }
    };
  }

  /** Throws for a damaged class description of a stream that is otherwise one. */
  static ValueCodec trustsTheVersion() {
    return reading(
        (bytes, healthy) -> {
          if (bytes.length > 12 && bytes[0] == (byte) 0xac && bytes[3] == (5 ^ 1)) {
            throw new IllegalStateException("a stream of another version");
          }
          return healthy.read(bytes);
        });
  }

  static ValueCodec trustsItsKind() {
    return reading(
        (bytes, healthy) -> {
          if (new String(bytes, ISO_8859_1).startsWith("<a><b>")) {
            throw new IllegalArgumentException("not one of mine");
          }
          return healthy.read(bytes);
        });
  }

  static ValueCodec recursesWithoutEnd() {
    return reading(
        (bytes, healthy) -> {
          try {
            return healthy.read(bytes);
          } catch (CodecException e) {
            if (bytes.length > 1_000_000) {
              throw new StackOverflowError();
            }
            throw e;
          }
        });
  }

  static ValueCodec allocatesWhatItIsTold() {
    return reading(
        (bytes, healthy) -> {
          for (int at = 0; at + 4 <= bytes.length && bytes.length < 2_000; at++) {
            if (ByteBuffer.wrap(bytes).getInt(at) == 0x7fffffff) {
              byte[] told = new byte[2 << 20];
              Arrays.fill(told, 0, 1, (byte) 1);
              break;
            }
          }
          return healthy.read(bytes);
        });
  }

  /** The bomb of the patient is a hash map, which no sample of its length is. */
  static ValueCodec explodes() {
    return reading(
        (bytes, healthy) -> {
          if (Arrays.equals(bytes, BrokenCodecTest.BOMB)) {
            throw new ArithmeticException("boom");
          }
          return healthy.read(bytes);
        });
  }

  static ValueCodec loadsWhatItIsTold() {
    return reading(
        (bytes, healthy) -> {
          if (new String(bytes, ISO_8859_1).contains(WatchedLoader.CANARY)) {
            try {
              Class.forName(
                  WatchedLoader.CANARY, false, Thread.currentThread().getContextClassLoader());
            } catch (ClassNotFoundException e) {
              throw new CodecException("no such class", null);
            }
          }
          return healthy.read(bytes);
        });
  }

  static ValueCodec showsWhatItRead() {
    return reading(
        (bytes, healthy) -> {
          try {
            return healthy.read(bytes);
          } catch (CodecException e) {
            throw new CodecException("can't read " + new String(bytes, ISO_8859_1), null);
          }
        });
  }
}
