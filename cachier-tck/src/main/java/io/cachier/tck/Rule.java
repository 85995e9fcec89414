package io.cachier.tck;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rule that a test stands for. A report names the test by it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rule {
  /**
   * The rule's number.
   *
   * @return a letter and a number, as in {@code docs/semantics.md}
   */
  String value();

  /**
   * The target of the project that the test shows to be met, if there is one.
   *
   * @return a letter and a number, such as {@code R1}; empty for none
   */
  String target() default "";
}
