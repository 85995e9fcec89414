package io.cachier.tck;

import io.cachier.spi.RemoteBackendProvider;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The contract of a {@link io.cachier.spi.RemoteBackend}: rules B1 to B82 of {@code
 * docs/semantics.md}, then those rules about calls that an engine keeps only on a backend that
 * keeps its own. Extend it in a test class, and name the provider and the way to the store:
 *
 * <pre>{@code
 * class ShelfBackendTest extends RemoteBackendContract {
 *   @TempDir Path directory;
 *
 *   protected RemoteBackendProvider provider() {
 *     return new ShelfBackendProvider();
 *   }
 *
 *   protected Map<String, String> settings() {
 *     return Map.of("shelf.directory", directory.toString());
 *   }
 * }
 * }</pre>
 *
 * <p>The tests use functions of names that begin with {@code tck.}, and a few odd ones, and clear
 * them afterwards: the store may be shared with other test classes, never with anything of value.
 * Leases and ages last some hundred milliseconds, and the contract takes some 20 seconds. Tests
 * that need the engine have the tag {@code engine}, those that start JVMs the tag {@code
 * processes}.
 */
@DisplayNameGeneration(RuleNames.class)
public abstract class RemoteBackendContract {
  /** For subclasses. */
  protected RemoteBackendContract() {}

  /**
   * The provider under test.
   *
   * @return a provider; each call may make a new one
   */
  protected abstract RemoteBackendProvider provider();

  /**
   * The way to the store, for every client of one test. Called once for each test.
   *
   * @return settings by name, without the prefix {@code cachier.}
   */
  protected abstract Map<String, String> settings();

  /**
   * Settings that lead to no store: a port where nobody listens, a folder that can't be made.
   *
   * @return settings; empty by default, which skips the test of B73
   */
  protected Optional<Map<String, String>> settingsOutOfReach() {
    return Optional.empty();
  }

  /**
   * Whether processes of their own reach the store. If not, the tests that start JVMs are skipped.
   *
   * @return true by default
   */
  protected boolean supportsProcesses() {
    return true;
  }

  /**
   * Lets time pass on the backend's clock. By default it really passes.
   *
   * @param time how much
   */
  protected void elapse(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    long left = time.toNanos();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = deadline - System.nanoTime();
    }
  }

  /** How long a test waits for what a watch must tell. */
  Duration patience() {
    return Duration.ofSeconds(20);
  }

  @Nested
  class LookingUp extends LookupRules {
    LookingUp() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  class Claiming extends ClaimRules {
    Claiming() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  class Holding extends HoldingRules {
    Holding() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  class Storing extends StoreRules {
    Storing() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  class Fencing extends FencingRules {
    Fencing() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  class Age extends AgeRules {
    Age() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  class Waiting extends WaitRules {
    Waiting() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  class Removing extends RemovalRules {
    Removing() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  class Listings extends ListingRules {
    Listings() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  class Watching extends WatchRules {
    Watching() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  class KeepingApart extends KeepingApartRules {
    KeepingApart() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  class Opening extends OpeningRules {
    Opening() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  @Tag("engine")
  class Fleet extends FleetRules {
    Fleet() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  @Tag("engine")
  class Inspection extends InspectionRules {
    Inspection() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  @Tag("engine")
  class Failures extends FailureRules {
    Failures() {
      super(RemoteBackendContract.this);
    }
  }

  @Nested
  @Tag("engine")
  @Tag("processes")
  class Processes extends ProcessRules {
    Processes() {
      super(RemoteBackendContract.this);
    }
  }
}
