/** Everything that a user of Cachier imports, and what backends and exporters implement. */
module io.cachier {
  requires static org.jspecify;

  exports io.cachier;
  exports io.cachier.metrics;
  exports io.cachier.spi;

  uses io.cachier.spi.CachierEngine;
}
