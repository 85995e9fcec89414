package io.cachier.backend.mongo;

import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/** Reads documents straight from the wire, without a map in between. Passes over unknown fields. */
final class RowCodec implements Codec<Row>, CodecProvider {
  private static final byte[] NO_BYTES = {};

  @Override
  public Row decode(BsonReader reader, DecoderContext context) {
    byte[] id = NO_BYTES;
    String function = null;
    byte[] payload = null;
    int size = 0;
    long version = 0;
    long written = Row.UNTOLD;
    long token = 0;
    long leaseEnd = 0;
    long now = Row.UNTOLD;
    boolean foreign = false;
    reader.readStartDocument();
    BsonType type = reader.readBsonType();
    while (type != BsonType.END_OF_DOCUMENT) {
      String name = reader.readName();
      BsonType ours = typeOf(name);
      if (ours != type) {
        foreign |= ours != null;
        reader.skipValue();
      } else {
        switch (name) {
          case Fields.ID -> id = reader.readBinaryData().getData();
          case Fields.FUNCTION -> function = reader.readString();
          case Fields.PAYLOAD -> payload = reader.readBinaryData().getData();
          case Fields.SIZE -> size = reader.readInt32();
          case Fields.VERSION -> version = reader.readInt64();
          case Fields.WRITTEN -> written = reader.readDateTime();
          case Fields.TOKEN -> token = reader.readInt64();
          case Fields.LEASE_END -> leaseEnd = reader.readDateTime();
          default -> now = reader.readDateTime();
        }
      }
      type = reader.readBsonType();
    }
    reader.readEndDocument();
    return new Row(id, function, payload, size, version, written, token, leaseEnd, now, foreign);
  }

  private static @Nullable BsonType typeOf(String name) {
    return switch (name) {
      case Fields.ID, Fields.PAYLOAD -> BsonType.BINARY;
      case Fields.FUNCTION -> BsonType.STRING;
      case Fields.SIZE -> BsonType.INT32;
      case Fields.VERSION, Fields.TOKEN -> BsonType.INT64;
      case Fields.WRITTEN, Fields.LEASE_END, Fields.NOW -> BsonType.DATE_TIME;
      default -> null;
    };
  }

  @Override
  public void encode(BsonWriter writer, Row row, EncoderContext context) {
    throw new UnsupportedOperationException("rows are only read");
  }

  @Override
  public Class<Row> getEncoderClass() {
    return Row.class;
  }

  @Override
  @SuppressWarnings("unchecked") // The class says that T is Row.
  public <T> @Nullable Codec<T> get(Class<T> type, CodecRegistry registry) {
    return type == Row.class ? (Codec<T>) this : null;
  }
}
