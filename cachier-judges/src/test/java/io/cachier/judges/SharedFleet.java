package io.cachier.judges;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test class the same {@link Fleet}, and ends it with the last of them. */
final class SharedFleet implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Fleet.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedFleet.class))
        .getOrComputeIfAbsent(Housed.class, unused -> Housed.open(), Housed.class)
        .fleet();
  }

  /** A fleet and the folder that it works in. */
  private record Housed(Fleet fleet, Path directory) implements AutoCloseable {
    static Housed open() {
      try {
        Path directory = Files.createTempDirectory("cachier-judges");
        return new Housed(Fleet.afterItsDay(directory), directory);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      fleet.close();
      List<Path> files;
      try (Stream<Path> tree = Files.walk(directory)) {
        files = tree.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
