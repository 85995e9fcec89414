/** The engine of Cachier. Exports nothing: it provides. */
module io.cachier.core {
  requires io.cachier;
  requires static org.jspecify;

  uses io.cachier.spi.BackendProvider;
  uses io.cachier.spi.KeyEncoder;
  uses io.cachier.spi.MetricsExporter;
  uses io.cachier.spi.ValueCodec;

  provides io.cachier.spi.BackendProvider with
      io.cachier.core.memory.MemoryBackendProvider,
      io.cachier.core.file.FileBackendProvider;
  provides io.cachier.spi.CachierEngine with
      io.cachier.core.CoreEngine;
  provides io.cachier.spi.ValueCodec with
      io.cachier.core.codec.JavaCodec;
}
