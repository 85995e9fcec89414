package io.cachier.judges;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names the program without which the tests of a class are skipped, each by its name. With the
 * system property {@code cachier.judges} or the environment variable {@code JUDGES} set to {@code
 * required}, the class fails instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Court.class)
@interface JudgedBy {
  Program value();
}
