package io.cachier.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LifecycleTest {
  private final PrometheusExporter exporter = PrometheusExporter.builder().port(0).build();

  @AfterEach
  void stop() {
    exporter.stop();
  }

  @Test
  void address_whileItListens_isThatOfTheFigures() {
    assertThat(exporter.address()).isEmpty();
    exporter.start();
    URI address = exporter.address().orElseThrow();
    assertThat(address.toString()).matches("http://127\\.0\\.0\\.1:\\d+/metrics");
    assertThat(Scraped.text(address)).contains("cachier_build_info");
    exporter.stop();
    assertThat(exporter.address()).isEmpty();
  }

  @Test
  void stop_afterStart_closesThePort() {
    exporter.start();
    URI address = exporter.address().orElseThrow();
    exporter.stop();
    assertThatThrownBy(() -> new Socket(address.getHost(), address.getPort()).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void start_afterStop_listensAgain() {
    exporter.registerFunction(TestFunction.of("f", TestFigures.hits(1)));
    exporter.start();
    exporter.stop();
    exporter.start();
    assertThat(Scraped.from(exporter).count("cachier_calls_total")).isEqualTo(6);
  }

  @Test
  void start_takenPort_failsWithRemediesAndCanBeRetried() throws IOException {
    PrometheusExporter late;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      late = PrometheusExporter.builder().port(taken.getLocalPort()).build();
      late.registerFunction(TestFunction.of("f", TestFigures.hits(1)));
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(late::start)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
            .hasMessageContaining("cachier.prometheus.port")
            .hasMessageContaining("another Cachier")
            .hasMessageContaining("server(false)");
      }
      assertThat(late.address()).isEmpty();
    }
    late.start();
    try {
      assertThat(Scraped.from(late).count("cachier_calls_total")).isEqualTo(6);
    } finally {
      late.stop();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void start_failsManyTimes_losesNoFileHandle() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PrometheusExporter late = PrometheusExporter.builder().port(taken.getLocalPort()).build();
      assertThatThrownBy(late::start).isInstanceOf(IllegalStateException.class);
      long before = openFiles();
      for (int attempt = 0; attempt < 50; attempt++) {
        assertThatThrownBy(late::start).isInstanceOf(IllegalStateException.class);
      }
      assertThat(openFiles()).isLessThan(before + 25);
    }
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  @Test
  void start_hostThatIsNoAddressHere_failsWithRemedies() {
    // Of the documentation's range, so no machine has it.
    PrometheusExporter elsewhere = PrometheusExporter.builder().host("192.0.2.1").port(0).build();
    assertThatThrownBy(elsewhere::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("192.0.2.1:0");
  }

  @Test
  void address_ofVersionSix_isInBrackets() throws IOException {
    byte[] one = new byte[16];
    one[15] = 1;
    InetAddress loopback = InetAddress.getByAddress(one);
    assertThat(MetricsServer.uri(new InetSocketAddress(loopback, 9090)))
        .isEqualTo(URI.create("http://[0:0:0:0:0:0:0:1]:9090/metrics"));
    byte[] linkLocal = one.clone();
    linkLocal[0] = (byte) 0xfe;
    linkLocal[1] = (byte) 0x80;
    InetAddress scoped = Inet6Address.getByAddress(null, linkLocal, 3);
    assertThat(MetricsServer.uri(new InetSocketAddress(scoped, 1)))
        .isEqualTo(URI.create("http://[fe80:0:0:0:0:0:0:1]:1/metrics"));
  }

  @Test
  void start_noServerAndNoRegistry_isHarmless() {
    PrometheusExporter useless = PrometheusExporter.builder().server(false).build();
    assertThatCode(useless::start).doesNotThrowAnyException();
    assertThat(useless.address()).isEmpty();
    useless.stop();
  }

  @Test
  void interval_ofExporter_isEmptySinceItIsPulled() {
    assertThat(exporter.interval()).isEmpty();
  }

  @Test
  void threads_whileItListens_areDaemons() {
    exporter.start();
    assertThat(Scraped.text(exporter.address().orElseThrow())).isNotEmpty();
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .filter(
                    thread ->
                        thread.getName().startsWith("cachier-prometheus")
                            || thread.getName().equals("HTTP-Dispatcher")))
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(Thread::isDaemon);
  }
}
