package io.cachier.backend.mongo;

/** The fields of a document: short, since every document bears them. */
final class Fields {
  static final String ID = "_id";

  /** The function's name. Also the mark by which a document is known to be ours. */
  static final String FUNCTION = "f";

  /** The payload, binary data. */
  static final String PAYLOAD = "p";

  /** The payload's size, int. */
  static final String SIZE = "z";

  /** The version of the value, long; a document without it holds no value. */
  static final String VERSION = "v";

  /** When the value was written, date. */
  static final String WRITTEN = "w";

  /** The claim's token, long; a document without it holds no claim. */
  static final String TOKEN = "t";

  /** When the claim's lease ends, date. */
  static final String LEASE_END = "l";

  /** Who claimed, text. */
  static final String OWNER = "o";

  /** When the server may remove the document, date; every document has it. */
  static final String EXPIRY = "x";

  /** The server's time, which is in no document: it is asked for with an answer. */
  static final String NOW = "n";

  private Fields() {}
}
