/** The backend {@code sql}: entries in a table of a relational database, by jOOQ. */
@NullMarked
package io.cachier.backend.sql;

import org.jspecify.annotations.NullMarked;
