package io.cachier.exporter.statsd;

import io.cachier.spi.MetricsExporter;
import io.cachier.tck.MetricsExporterContract;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;

/** The exporter keeps the contract, as seen by whoever listens at its port. */
class StatsdExporterContractTest extends MetricsExporterContract {
  private final Receiver receiver = new Receiver();

  @AfterEach
  void closeReceiver() {
    receiver.close();
  }

  @Override
  protected MetricsExporter exporter() {
    return new StatsdExporter();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("statsd.port", Integer.toString(receiver.port()), "statsd.prefix", "tck");
  }

  @Override
  protected OptionalInt published(MetricsExporter exporter, String function) {
    StatsdExporter statsd = (StatsdExporter) exporter;
    receiver.settled(statsd, "tck");
    exporter.exportMetrics(function, Figures.hits(7));
    String name = "tck." + function.replace('.', '_') + ".calls.hit:";
    return OptionalInt.of(
        (int)
            receiver.settled(statsd, "tck").stream().filter(line -> line.startsWith(name)).count());
  }
}
