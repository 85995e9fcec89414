package io.cachier.backend.mongo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/**
 * Speaks as much of MongoDB's protocol as it takes to answer commands with what a test says: what
 * no other server here can be made to say. The driver and the socket are real.
 */
final class WireServer implements AutoCloseable {
  private static final int OP_REPLY = 1;
  private static final int OP_QUERY = 2004;
  private static final int OP_MSG = 2013;
  private static final int HEADER_BYTES = 16;

  static final String OK = "{ok: 1.0}";

  /** A server of today's that takes writes. */
  static final String HELLO =
      "{ok: 1.0, ismaster: true, isWritablePrimary: true, maxWireVersion: 17, minWireVersion: 0,"
          + " maxBsonObjectSize: 16777216, maxMessageSizeBytes: 48000000,"
          + " maxWriteBatchSize: 100000}";

  private final ServerSocket listener;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Map<String, Function<BsonDocument, String>> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final Set<String> cut = ConcurrentHashMap.newKeySet();

  WireServer() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    on("hello", HELLO);
    on("createIndexes", OK);
    on("endSessions", OK);
    start(this::accept);
  }

  String uri() {
    return "mongodb://127.0.0.1:" + listener.getLocalPort() + "/";
  }

  /** What to answer to a command, by name; {@code isMaster} counts as {@code hello}. */
  WireServer on(String command, String answer) {
    return on(command, asked -> answer);
  }

  WireServer on(String command, Function<BsonDocument, String> answer) {
    answers.put(command, answer);
    silent.remove(command);
    cut.remove(command);
    return this;
  }

  /** A command that is read and never answered. */
  WireServer silentOn(String command) {
    silent.add(command);
    return this;
  }

  /** A command whose answer ends in the middle, with the connection. */
  WireServer cutOn(String command) {
    cut.add(command);
    return this;
  }

  int count(String command) {
    return counts.computeIfAbsent(command, name -> new AtomicInteger()).get();
  }

  static String error(int code, String name) {
    return "{ok: 0.0, code: " + code + ", codeName: '" + name + "', errmsg: 'with a SECRET value'}";
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "wire-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = listener.accept();
        connections.add(connection);
        start(() -> serve(connection));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(connection.getInputStream()));
      while (true) {
        answer(in, connection);
      }
    } catch (IOException gone) {
      connections.remove(connection);
    }
  }

  private void answer(DataInputStream in, Socket connection) throws IOException {
    ByteBuffer header = read(in, HEADER_BYTES);
    int length = header.getInt();
    int request = header.getInt();
    header.getInt();
    int kind = header.getInt();
    ByteBuffer body = read(in, length - HEADER_BYTES);
    body.getInt();
    if (kind == OP_QUERY) {
      while (body.get() != 0) {
        // The name of a collection.
      }
      body.getInt();
      body.getInt();
    } else {
      // The first section; what follows belongs to the command as well, and is of no interest.
      body.get();
    }
    BsonDocument command =
        new BsonDocumentCodec()
            .decode(new BsonBinaryReader(body.slice()), DecoderContext.builder().build());
    String name = command.getFirstKey();
    if (name.equals("isMaster") || name.equals("ismaster")) {
      name = "hello";
    }
    counts.computeIfAbsent(name, one -> new AtomicInteger()).incrementAndGet();
    if (silent.contains(name)) {
      return;
    }
    Function<BsonDocument, String> answer = answers.get(name);
    BsonDocument told =
        BsonDocument.parse(answer == null ? error(59, "CommandNotFound") : answer.apply(command));
    byte[] reply = kind == OP_QUERY ? reply(request, told) : message(request, told);
    if (cut.contains(name)) {
      connection.getOutputStream().write(reply, 0, reply.length / 2);
      connection.getOutputStream().flush();
      throw new IOException("cut");
    }
    connection.getOutputStream().write(reply);
    connection.getOutputStream().flush();
  }

  private static ByteBuffer read(DataInputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] message(int request, BsonDocument told) {
    byte[] document = bytes(told);
    return frame(request, OP_MSG, 5 + document.length)
        .putInt(0)
        .put((byte) 0)
        .put(document)
        .array();
  }

  private static byte[] reply(int request, BsonDocument told) {
    byte[] document = bytes(told);
    return frame(request, OP_REPLY, 20 + document.length)
        .putInt(8)
        .putLong(0)
        .putInt(0)
        .putInt(1)
        .put(document)
        .array();
  }

  private static ByteBuffer frame(int request, int kind, int bodyBytes) {
    return ByteBuffer.allocate(HEADER_BYTES + bodyBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(HEADER_BYTES + bodyBytes)
        .putInt(request + 1)
        .putInt(request)
        .putInt(kind);
  }

  private static byte[] bytes(BsonDocument document) {
    BasicOutputBuffer out = new BasicOutputBuffer();
    new BsonDocumentCodec()
        .encode(new BsonBinaryWriter(out), document, EncoderContext.builder().build());
    return out.toByteArray();
  }

  /** A find that finds this one. */
  static String found(BsonValue one) {
    return "{ok: 1.0, cursor: {id: NumberLong(0), ns: 'cachier.cachier', firstBatch: ["
        + new BsonDocument("one", one)
            .toJson()
            .replaceFirst("^\\{\"one\": ", "")
            .replaceFirst("}$", "")
        + "]}}";
  }

  /** A find that finds nothing. */
  static String nothing() {
    return "{ok: 1.0, cursor: {id: NumberLong(0), ns: 'cachier.cachier', firstBatch: []}}";
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
