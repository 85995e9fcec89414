package io.cachier.tck;

import io.cachier.TypeRef;
import io.cachier.core.codec.JavaCodec;
import io.cachier.spi.Settings;
import io.cachier.spi.ValueCodec;
import io.cachier.spi.ValueCodec.BoundCodec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Codecs that tell something wrong of themselves, or bind what they should not. */
final class SickBinding {
  private static final AtomicLong COUNTER = new AtomicLong();

  private SickBinding() {}

  static ValueCodec hasAnOddId() {
    return new SickCodec() {
      @Override
      public String id() {
        return "Odd Id";
      }
    };
  }

  static ValueCodec readsMoreSettings() {
    return new SickCodec() {
      @Override
      public BoundCodec bind(TypeRef<?> type, Settings settings) {
        settings.text("java.secret");
        return super.bind(type, settings);
      }
    };
  }

  static ValueCodec takesAnything() {
    return new SickCodec() {
      @Override
      public BoundCodec bind(TypeRef<?> type, Settings settings) {
        return type.type() == Object.class
            ? new JavaCodec()
                .bind(type, new RecordingSettings(Map.of("codec.java.allow", "java.lang.Object")))
            : super.bind(type, settings);
      }
    };
  }

  static ValueCodec countsItsFingerprints() {
    return new SickCodec() {
      @Override
      BoundCodec infect(TypeRef<?> type, BoundCodec bound) {
        return new Bound(bound) {
          private final long mine = COUNTER.incrementAndGet();

          @Override
          public long fingerprint() {
            return mine;
          }
        };
      }
    };
  }

  static ValueCodec takesAllListsForOne() {
    return new SickCodec() {
      @Override
      BoundCodec infect(TypeRef<?> type, BoundCodec bound) {
        return new Bound(bound) {
          @Override
          public long fingerprint() {
            return CodecRules.rawType(type.type()) == List.class ? 1 : super.fingerprint();
          }
        };
      }
    };
  }
}
