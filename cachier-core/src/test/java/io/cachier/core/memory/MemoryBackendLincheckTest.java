package io.cachier.core.memory;

import io.cachier.spi.CacheEntry;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Proves that single-key operations are linearizable. Size and byte total may lag behind while
 * writes run, as the contract allows, so they are compared with the contents once all are done.
 */
@Param(name = "key", gen = IntGen.class, conf = "0:1")
@Param(name = "size", gen = IntGen.class, conf = "1:3")
public class MemoryBackendLincheckTest {
  private final MemoryBackend backend = new MemoryBackend();

  @Operation
  public void put(@Param(name = "key") int key, @Param(name = "size") int size) {
    backend.put(key, new CacheEntry(size, size, 0, size));
  }

  @Operation
  public @Nullable Integer get(@Param(name = "key") int key) {
    CacheEntry entry = backend.get(key);
    return entry == null ? null : (Integer) entry.value();
  }

  @Operation
  public boolean remove(@Param(name = "key") int key) {
    return backend.remove(key);
  }

  @Validate
  public void totalsMatchTheContents() {
    long count = 0;
    long bytes = 0;
    for (int key = 0; key <= 1; key++) {
      CacheEntry entry = backend.get(key);
      if (entry != null) {
        count++;
        bytes += entry.sizeBytes();
      }
    }
    if (backend.size() != count || backend.sizeBytes().orElse(-1) != bytes) {
      throw new IllegalStateException(
          backend.size() + "/" + backend.sizeBytes() + " is not " + count + "/" + bytes);
    }
  }

  @Test
  void operations_everyInterleaving_areLinearizable() {
    new ModelCheckingOptions()
        .iterations(4)
        .invocationsPerIteration(100)
        .threads(2)
        .actorsPerThread(3)
        .check(getClass());
  }

  @Test
  void operations_underStress_areLinearizable() {
    new StressOptions()
        .iterations(5)
        .invocationsPerIteration(500)
        .threads(2)
        .actorsPerThread(3)
        .check(getClass());
  }
}
