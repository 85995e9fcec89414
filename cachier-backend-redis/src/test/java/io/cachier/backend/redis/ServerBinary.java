package io.cachier.backend.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** The redis-server that tests run: the one in the jar of embedded-redis, or one installed here. */
record ServerBinary(Path path, int major) {
  private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.");
  private static final String REQUIRED = "required";

  /** Names a redis-server of version 7 or later; without it, one on the PATH is looked for. */
  private static final String SERVER_7 = "CACHIER_REDIS_SERVER_7";

  private static final class Bundled {
    static final ServerBinary BINARY = extracted();
  }

  /** The one that comes with the build. */
  static ServerBinary bundled() {
    return Bundled.BINARY;
  }

  /**
   * One of version 7 or later, if it is installed.
   *
   * @throws TestAbortedException if it is not, and need not be
   */
  static ServerBinary seven() {
    Optional<ServerBinary> found =
        Stream.concat(
                Stream.ofNullable(System.getenv(SERVER_7)).map(Path::of),
                Stream.of(System.getenv("PATH").split(":"))
                    .map(folder -> Path.of(folder, "redis-server")))
            .filter(Files::isExecutable)
            .map(path -> new ServerBinary(path, majorOf(path)))
            .filter(binary -> binary.major() >= 7)
            .findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    String missing =
        "no redis-server of version 7 or later on the PATH or in "
            + SERVER_7
            + "; install Debian's redis-server";
    if (REQUIRED.equals(System.getenv("JUDGES"))) {
      throw new AssertionError(missing);
    }
    throw new TestAbortedException(missing);
  }

  private static ServerBinary extracted() {
    try (InputStream in = ServerBinary.class.getResourceAsStream("/" + nameInJar())) {
      Path path = Files.createTempFile("redis-server", "");
      path.toFile().deleteOnExit();
      Files.copy(in, path, StandardCopyOption.REPLACE_EXISTING);
      if (!path.toFile().setExecutable(true)) {
        throw new AssertionError(path + " can't be made executable");
      }
      return new ServerBinary(path, majorOf(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameInJar() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean arm = List.of("aarch64", "arm64").contains(System.getProperty("os.arch"));
    if (system.contains("mac")) {
      return arm ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64";
    }
    return arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
  }

  private static int majorOf(Path path) {
    try {
      Process process =
          new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor(10, TimeUnit.SECONDS);
      Matcher matcher = VERSION.matcher(said);
      return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
