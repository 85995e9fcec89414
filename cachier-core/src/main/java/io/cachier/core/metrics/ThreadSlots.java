package io.cachier.core.metrics;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A few slots, each owned by at most one living thread of the process. The owner may write the
 * cells of its slot, of whatever function, as their only writer: without atomic instructions, at a
 * third of their price. All other threads share stripes.
 *
 * <p>A thread can own only the slot that its id selects; whoever comes first gets it. A slot is
 * free again when its thread has died and was collected: its reference is clear then, and nothing
 * the thread wrote can be outstanding. Identity decides, not the id, which a subclass of {@link
 * Thread} may invent.
 */
final class ThreadSlots {
  /** Few, for a slot costs some 2 KB in each function that its owner calls. */
  static final int COUNT = Runtime.getRuntime().availableProcessors() > 2 ? 8 : 4;

  private static final ThreadSlots PROCESS = new ThreadSlots();

  private final AtomicReferenceArray<WeakReference<Thread>> owners =
      new AtomicReferenceArray<>(COUNT);

  ThreadSlots() {
    for (int slot = 0; slot < COUNT; slot++) {
      owners.set(slot, new WeakReference<>(null));
    }
  }

  /** The slots of this process: a thread must not own cells of one function through two tables. */
  static ThreadSlots ofProcess() {
    return PROCESS;
  }

  /** The slot that a thread may own. */
  static int slotOf(Thread thread) {
    return (int) thread.getId() & (COUNT - 1);
  }

  /** Whether a slot is the current thread's own, taking it if it is free. */
  boolean isOwnedBy(Thread current, int slot) {
    WeakReference<Thread> owner = owners.get(slot);
    return owner.refersTo(current)
        || (owner.refersTo(null)
            && owners.compareAndSet(slot, owner, new WeakReference<>(current)));
  }
}
