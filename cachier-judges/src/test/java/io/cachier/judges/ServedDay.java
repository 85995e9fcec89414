package io.cachier.judges;

import io.cachier.Cachier;
import io.cachier.CachierBuilder;
import io.cachier.ManagedCache;
import io.cachier.exporter.prometheus.Naming;
import io.cachier.exporter.prometheus.PrometheusExporter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A {@link BusyDay} in this process that happened once and is over, to be scraped at leisure. */
final class ServedDay implements AutoCloseable {
  private final Cachier earlier;
  private final Cachier cachier;
  private final URI address;

  private ServedDay(Cachier earlier, Cachier cachier, URI address) {
    this.earlier = earlier;
    this.cachier = cachier;
    this.address = address;
  }

  static ServedDay over(Naming naming) {
    PrometheusExporter exporter = PrometheusExporter.builder().port(0).naming(naming).build();
    // The stores of the reference backend live as long as the process; each day needs its own.
    String store = UUID.randomUUID().toString();
    Cachier earlier = builder(store).build();
    Cachier cachier = builder(store).addExporter(exporter).build();
    List<Runnable> scenes = new ArrayList<>();
    scenes.add(Scenes.everyOutcome(cachier));
    scenes.add(Scenes.inMemory(cachier));
    scenes.add(Scenes.stale(cachier));
    scenes.add(Scenes.stampede(cachier));
    scenes.add(Scenes.overdue(cachier));
    scenes.add(Scenes.rejected(cachier));
    scenes.add(Scenes.unkeyable(cachier));
    scenes.add(Scenes.deployed(earlier, cachier));
    scenes.forEach(Runnable::run);
    scenes.forEach(Runnable::run);
    Optional<URI> address =
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(exporter::address, Optional::isPresent);
    return new ServedDay(earlier, cachier, address.orElseThrow());
  }

  private static CachierBuilder builder(String store) {
    return Cachier.builder()
        .addBackend(new PooledBackendProvider("pooled"))
        .setting("reference.store", store);
  }

  Collection<ManagedCache> functions() {
    return cachier.functions();
  }

  String scrape(Exposition format) {
    return Scrape.of(address, format.accept()).body();
  }

  @Override
  public void close() {
    cachier.close();
    earlier.close();
  }
}
