package io.cachier.core.key;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Three arguments or more as one; fewer have {@link NoArgument}, the argument itself, and {@link
 * Arguments}. Compared by its elements.
 */
public final class ArgumentList {
  private final @Nullable Object[] elements;
  private final int hash;

  /**
   * Takes the arguments over, without a copy.
   *
   * @param elements the arguments, changed by nobody from now on
   */
  public ArgumentList(@Nullable Object[] elements) {
    this.elements = elements;
    this.hash = Arrays.hashCode(elements);
  }

  /**
   * The arguments.
   *
   * @return a view that can't be changed
   */
  public List<@Nullable Object> elements() {
    return Collections.unmodifiableList(Arrays.asList(elements));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArgumentList that
        && hash == that.hash
        && Arrays.equals(elements, that.elements);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
