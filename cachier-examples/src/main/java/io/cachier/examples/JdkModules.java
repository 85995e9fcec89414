package io.cachier.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The modules of the running JDK, read from its own image: real data that every machine has. */
final class JdkModules {
  private static final Path ROOT =
      FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");

  private JdkModules() {}

  static List<String> names() {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules.map(module -> module.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads and hashes every class of a module, in the order of their names. This is the expensive
   * part.
   *
   * @return the SHA3-512 digest of all of them, in hexadecimal digits
   */
  static String fingerprint(String module) {
    MessageDigest digest = sha3();
    try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
      for (Path file : files.filter(JdkModules::isClass).sorted().toList()) {
        digest.update(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static boolean isClass(Path file) {
    return file.toString().endsWith(".class");
  }

  private static MessageDigest sha3() {
    try {
      return MessageDigest.getInstance("SHA3-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("OpenJDK has SHA3-512 since 9", e);
    }
  }
}
