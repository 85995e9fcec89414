package io.cachier.examples;

import io.cachier.spi.MetricsExporter;
import io.cachier.tck.MetricsExporterContract;
import java.io.OutputStream;
import java.io.PrintStream;

class LineExporterContractTest extends MetricsExporterContract {
  @Override
  protected MetricsExporter exporter() {
    return new LineExporter(new PrintStream(OutputStream.nullOutputStream()));
  }
}
