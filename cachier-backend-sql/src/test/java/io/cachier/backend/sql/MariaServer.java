package io.cachier.backend.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.opentest4j.TestAbortedException;

/** A MariaDB of our own, if it is installed, on a free port of the loopback; one for this JVM. */
final class MariaServer {
  private static final String REQUIRED = "required";
  private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/local/sbin");

  private static final class Ours {
    static final int PORT = start();
  }

  private MariaServer() {}

  /**
   * The way to it.
   *
   * @throws TestAbortedException if it is not installed, and need not be
   */
  static Map<String, String> settings() {
    return settings("mariadb");
  }

  /** The same server, as one that is thought to be another. */
  static Map<String, String> settings(String scheme) {
    Path program = program("mariadbd").or(() -> program("mysqld")).orElse(null);
    if (program == null) {
      String missing = "no mariadbd on the PATH; install Debian's mariadb-server";
      if (REQUIRED.equals(System.getenv("JUDGES"))) {
        throw new AssertionError(missing);
      }
      throw new TestAbortedException(missing);
    }
    return Map.of(
        "sql.url",
        url(scheme, Ours.PORT, "cachier"),
        "sql.user",
        "cachier",
        "sql.password",
        "c",
        "sql.statement-timeout",
        PostgresServer.PATIENCE);
  }

  static String url(String scheme, int port, String database) {
    return "jdbc:"
        + scheme
        + "://127.0.0.1:"
        + port
        + "/"
        + database
        + (scheme.equals("mysql") ? "?permitMysqlScheme" : "");
  }

  static Connection root() throws SQLException {
    return DriverManager.getConnection(url("mariadb", Ours.PORT, ""), "admin", "a");
  }

  private static Optional<Path> program(String name) {
    return Stream.concat(Stream.of(System.getenv("PATH").split(":")), FOLDERS.stream())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int start() {
    try {
      Path folder = Files.createTempDirectory("mariadb");
      Path data = folder.resolve("data");
      Path log = folder.resolve("log");
      String user = System.getProperty("user.name");
      run(
          log,
          program("mariadb-install-db").or(() -> program("mysql_install_db")).orElseThrow(),
          "--no-defaults",
          "--user=" + user,
          "--datadir=" + data,
          "--auth-root-authentication-method=normal",
          "--skip-test-db");
      int port;
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
      Path init = folder.resolve("init.sql");
      Files.writeString(
          init,
          """
          CREATE DATABASE cachier;
          CREATE USER cachier@'127.0.0.1' IDENTIFIED BY 'c';
          GRANT ALL ON cachier.* TO cachier@'127.0.0.1';
          CREATE USER admin@'127.0.0.1' IDENTIFIED BY 'a';
          GRANT ALL ON *.* TO admin@'127.0.0.1' WITH GRANT OPTION;
          """);
      Process server =
          new ProcessBuilder(
                  program("mariadbd").or(() -> program("mysqld")).orElseThrow().toString(),
                  "--no-defaults",
                  "--user=" + user,
                  "--datadir=" + data,
                  "--socket=" + folder.resolve("socket"),
                  "--pid-file=" + folder.resolve("pid"),
                  "--bind-address=127.0.0.1",
                  "--port=" + port,
                  "--init-file=" + init,
                  "--innodb-flush-log-at-trx-commit=0",
                  "--innodb-buffer-pool-size=64M",
                  "--skip-name-resolve")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(SQLException.class)
          .until(() -> answers(port));
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean answers(int port) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url("mariadb", port, "cachier"), "cachier", "c");
        Statement statement = connection.createStatement()) {
      return statement.execute("select 1");
    }
  }

  private static void run(Path log, Path program, String... arguments) throws IOException {
    Process process =
        new ProcessBuilder(
                Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(program + " failed:\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
