package io.cachier.backend.sql;

import java.sql.SQLException;

/** Opens connections that are fit for use: the first one looks at the table. May block. */
interface Sessions {
  Session open() throws SQLException;
}
