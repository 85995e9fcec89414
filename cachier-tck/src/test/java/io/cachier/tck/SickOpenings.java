package io.cachier.tck;

import io.cachier.spi.EntryKey;
import io.cachier.spi.Gauge;
import io.cachier.spi.Lookup;
import io.cachier.spi.RemoteBackend;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** Illnesses of B70 to B74. */
final class SickOpenings {
  private SickOpenings() {}

  static List<Illness> all() {
    return List.of(
        Illness.of("B70", "forgets everything with its last client", Forgets::new),
        Illness.of("B71", "fails when closed again", (w, h) -> closing(h)),
        Illness.of("B71", "closes what all clients share", SharedPool::new),
        new Illness(
            "B72",
            "reads a setting that nobody knows of",
            (ward, healthy, settings) -> {
              settings.text("reference.secret");
              return healthy;
            }),
        new Illness(
            "B73",
            "connects when it is opened",
            (ward, healthy, settings) -> {
              healthy.lookup(new EntryKey("ping", new byte[32])).toCompletableFuture().join();
              return healthy;
            }),
        Illness.of("B74", "has a figure that is none", (w, h) -> gauge(h, "pool_size", Double.NaN)),
        Illness.of("B74", "has a figure with an odd name", (w, h) -> gauge(h, "Pool size", 1)));
  }

  private static RemoteBackend closing(RemoteBackend healthy) {
    AtomicBoolean closed = new AtomicBoolean();
    return new ForwardingBackend(healthy) {
      @Override
      public void close() {
        if (!closed.compareAndSet(false, true)) {
          throw new IllegalStateException("closed already");
        }
        super.close();
      }
    };
  }

  private static RemoteBackend gauge(RemoteBackend healthy, String name, double value) {
    return new ForwardingBackend(healthy) {
      @Override
      public List<Gauge> gauges() {
        return List.of(new Gauge(name, Map.of(), value));
      }
    };
  }

  private static final class Forgets extends ForwardingBackend {
    private final Ward ward;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Forgets(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
      ward.clients.incrementAndGet();
    }

    @Override
    public void close() {
      super.close();
      if (open.compareAndSet(true, false) && ward.clients.decrementAndGet() == 0) {
        synchronized (ward.store) {
          ward.store
              .functions()
              .forEach(function -> ward.store.removeEntries(function, (key, slot) -> true));
        }
      }
    }
  }

  private static final class SharedPool extends ForwardingBackend {
    private final Ward ward;
    private final int opened;

    SharedPool(Ward ward, RemoteBackend healthy) {
      super(healthy);
      this.ward = ward;
      this.opened = ward.clients.get();
    }

    @Override
    public CompletionStage<Lookup> lookup(EntryKey key) {
      return opened == ward.clients.get()
          ? super.lookup(key)
          : CompletableFuture.failedFuture(new IllegalStateException("the pool is closed"));
    }

    @Override
    public void close() {
      ward.clients.incrementAndGet();
      super.close();
    }
  }
}
