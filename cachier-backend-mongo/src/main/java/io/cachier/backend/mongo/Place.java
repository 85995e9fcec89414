package io.cachier.backend.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoConfigurationException;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.spi.dns.DnsClient;
import java.util.List;

/**
 * A connection string that can be read. Checking one asks no name service, which {@code
 * mongodb+srv} would: that is left to the first connection.
 */
final class Place {
  private static final DnsClient SILENT = (name, type) -> List.of();

  private final String uri;
  private final ConnectionString checked;

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it can't be read, without what stands in it
   */
  @SuppressWarnings("UnusedException") // What the driver says of it may hold the password.
  Place(String uri) {
    this.uri = uri;
    try {
      checked = new ConnectionString(uri, SILENT);
    } catch (IllegalArgumentException | MongoConfigurationException unreadable) {
      throw new IllegalArgumentException(
          "it must be a connection string such as mongodb://host:27017/database,"
              + " mongodb://user:password@host,host/?replicaSet=name or mongodb+srv://host, with"
              + " reserved characters in user and password percent-encoded");
    }
    WriteConcern write = checked.getWriteConcern();
    if (write != null && !write.isAcknowledged()) {
      throw new IllegalArgumentException(
          "its write concern must be acknowledged: leave w out, for majority");
    }
    ReadPreference read = checked.getReadPreference();
    if (read != null && !read.equals(ReadPreference.primary())) {
      throw new IllegalArgumentException(
          "its readPreference must be primary: others may not know of a removal yet");
    }
  }

  /** As far as it can be read without a name service. */
  ConnectionString checked() {
    return checked;
  }

  /** With what the name service says. May block. */
  ConnectionString resolved() {
    return checked.isSrvProtocol() ? new ConnectionString(uri) : checked;
  }

  /** The hosts, for a person to read: no user, no password, no options. */
  String text() {
    return String.join(",", checked.getHosts());
  }
}
