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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The modules of the running JDK, read from its own image: real data that every machine has. */
final class JdkModules {
  static final List<String> ALGORITHMS =
      List.of(
          "SHA-256",
          "SHA-512",
          "SHA-384",
          "SHA-224",
          "SHA3-256",
          "SHA3-512",
          "SHA3-384",
          "SHA3-224");

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
   * Reads and hashes every class of a module, in the order of their names, by every algorithm that
   * somebody may have published a checksum of. This is the expensive part.
   *
   * @return the digests in hexadecimal digits, in the order of {@link #ALGORITHMS}, with blanks
   *     between
   */
  static String fingerprint(String module) {
    List<MessageDigest> digests = ALGORITHMS.stream().map(JdkModules::digest).toList();
    try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
      for (Path file : files.filter(JdkModules::isClass).sorted().toList()) {
        byte[] content = Files.readAllBytes(file);
        digests.forEach(digest -> digest.update(content));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return digests.stream()
        .map(digest -> HexFormat.of().formatHex(digest.digest()))
        .collect(Collectors.joining(" "));
  }

  private static boolean isClass(Path file) {
    return file.toString().endsWith(".class");
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("OpenJDK has " + algorithm + " since 9", e);
    }
  }
}
