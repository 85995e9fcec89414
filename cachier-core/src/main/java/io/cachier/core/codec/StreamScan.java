package io.cachier.core.codec;

import java.io.ObjectStreamConstants;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of Java serialization without making any object, by the grammar in the Java Object
 * Serialization Specification, section 6.4: every class name must be on the list, every length must
 * fit the bytes that are there, nothing may be nested too deep.
 *
 * <p>It also bounds what no {@code ObjectInputFilter} can see: the work of hashing. A few hundred
 * bytes of sets that share their elements level by level take 2^n steps to read, since a hash table
 * asks every key for its hash code, which asks its parts in turn. So each value has a weight, the
 * number of values in it with shared ones counted every time, and the weights of all keys together
 * must stay in proportion to the stream. One scan's own; not thread-safe.
 */
final class StreamScan implements ObjectStreamConstants {
  /** Less than what overflows a small stack while the objects are made. */
  static final int DEEPEST = 200;

  private static final long FREE_WORK = 1_000_000;
  private static final long WORK_PER_BYTE = 64;

  private final ByteBuffer in;
  private final AllowList allowed;
  private final long mostWork;
  private long work;

  private final Map<Integer, ClassForm> classes = new HashMap<>();
  private long[] weights = new long[32];
  private int handles;

  StreamScan(byte[] bytes, int offset, int length, AllowList allowed) {
    this.in = ByteBuffer.wrap(bytes, offset, length);
    this.allowed = allowed;
    this.mostWork = FREE_WORK + WORK_PER_BYTE * length;
  }

  void check() throws RefusedStreamException {
    try {
      require(in.getShort() == STREAM_MAGIC && in.getShort() == STREAM_VERSION);
      value(1);
      require(!in.hasRemaining());
    } catch (BufferUnderflowException e) {
      throw broken();
    }
  }

  /** Passes over one value and tells its weight. */
  private long value(int depth) throws RefusedStreamException {
    if (depth > DEEPEST) {
      throw new RefusedStreamException("nested deeper than " + DEEPEST + " levels");
    }
    return switch (in.get()) {
      case TC_NULL -> 1;
      case TC_REFERENCE -> weights[reference()];
      case TC_OBJECT -> object(depth);
      case TC_ARRAY -> array(depth);
      case TC_STRING -> text(in.getShort() & 0xffff);
      case TC_LONGSTRING -> text(in.getLong());
      case TC_CLASS -> classObject(depth);
      case TC_ENUM -> enumConstant(depth);
      default -> throw broken();
    };
  }

  private long object(int depth) throws RefusedStreamException {
    ClassForm form = requireClass(depth);
    require(!form.isArray());
    int handle = newHandle();
    long weight = classData(form, depth);
    weights[handle] = weight;
    return weight;
  }

  /** What a class and those above it have written, the topmost first. */
  private long classData(ClassForm form, int depth) throws RefusedStreamException {
    ClassForm above = form.above();
    long weight = above == null ? 1 : classData(above, depth);
    if (form.has(SC_EXTERNALIZABLE)) {
      require(form.has(SC_BLOCK_DATA));
      return sum(weight, annotation(HashedParts.NONE, depth));
    }
    require(form.has(SC_SERIALIZABLE));
    int start = in.position();
    skip(form.primitiveBytes());
    HashedParts hashed = HashedParts.of(form.name(), in, start, form.primitiveBytes());
    for (int i = 0; i < form.objectFields(); i++) {
      weight = sum(weight, value(depth + 1));
    }
    return form.has(SC_WRITE_METHOD) ? sum(weight, annotation(hashed, depth)) : weight;
  }

  /** What a method of the class has written: bytes and values up to the end mark. */
  private long annotation(HashedParts hashed, int depth) throws RefusedStreamException {
    long weight = 0;
    int index = 0;
    while (true) {
      byte kind = in.get();
      if (kind == TC_ENDBLOCKDATA) {
        return weight;
      } else if (kind == TC_BLOCKDATA) {
        skip(in.get() & 0xff);
      } else if (kind == TC_BLOCKDATALONG) {
        skip(in.getInt());
      } else {
        in.position(in.position() - 1);
        long part = value(depth + 1);
        weight = sum(weight, part);
        if (hashed.includes(index++)) {
          spend(part);
        }
      }
    }
  }

  private void spend(long part) throws RefusedStreamException {
    work = sum(work, part);
    if (work > mostWork) {
      throw new RefusedStreamException(
          "keys or set elements share so much that hashing never ends");
    }
  }

  private long array(int depth) throws RefusedStreamException {
    ClassForm form = requireClass(depth);
    require(form.isArray());
    int handle = newHandle();
    int size = in.getInt();
    int width = form.elementBytes();
    if (width > 0) {
      skip((long) size * width);
      // A BigInteger hashes all of its array, each time it is asked.
      weights[handle] = 1 + (long) size * width / Long.BYTES;
      return weights[handle];
    }
    require(size >= 0 && size <= in.remaining());
    long weight = 1;
    for (int i = 0; i < size; i++) {
      weight = sum(weight, value(depth + 1));
    }
    weights[handle] = weight;
    return weight;
  }

  private long classObject(int depth) throws RefusedStreamException {
    requireClass(depth);
    newHandle();
    return 1;
  }

  private long enumConstant(int depth) throws RefusedStreamException {
    requireClass(depth);
    newHandle();
    value(depth + 1);
    return 1;
  }

  private long text(long length) throws RefusedStreamException {
    skip(length);
    newHandle();
    return 1;
  }

  private ClassForm requireClass(int depth) throws RefusedStreamException {
    ClassForm form = classForm(depth);
    if (form == null) {
      throw broken();
    }
    return form;
  }

  private @Nullable ClassForm classForm(int depth) throws RefusedStreamException {
    return switch (in.get()) {
      case TC_NULL -> null;
      case TC_REFERENCE -> knownClassForm();
      case TC_CLASSDESC -> newClassForm(depth + 1);
      case TC_PROXYCLASSDESC -> throw new RefusedStreamException("a proxy is never read back");
      default -> throw broken();
    };
  }

  private ClassForm knownClassForm() throws RefusedStreamException {
    ClassForm known = classes.get(reference());
    if (known == null) {
      throw broken();
    }
    return known;
  }

  private ClassForm newClassForm(int depth) throws RefusedStreamException {
    if (depth > DEEPEST) {
      throw new RefusedStreamException("nested deeper than " + DEEPEST + " levels");
    }
    String name = shortText();
    if (!allowed.allows(name)) {
      throw RefusedStreamException.ofClass(name);
    }
    in.getLong(); // the version, which the class itself will be compared with
    int handle = newHandle();
    byte flags = in.get();
    int fields = in.getShort() & 0xffff;
    int primitiveBytes = 0;
    int objectFields = 0;
    for (int i = 0; i < fields; i++) {
      int width = ClassForm.width(in.get());
      require(width >= 0 && (width == 0 || objectFields == 0));
      skip(in.getShort() & 0xffff);
      if (width == 0) {
        objectFields++;
        value(depth); // the text of its type
      }
      primitiveBytes += width;
    }
    require(in.get() == TC_ENDBLOCKDATA);
    ClassForm above = classForm(depth);
    ClassForm form = new ClassForm(name, flags, primitiveBytes, objectFields, above);
    classes.put(handle, form);
    return form;
  }

  private String shortText() throws RefusedStreamException {
    int length = in.getShort() & 0xffff;
    int start = in.position();
    skip(length);
    // Names beyond ASCII are written a little differently from UTF-8 only outside the basic plane.
    return new String(in.array(), in.arrayOffset() + start, length, StandardCharsets.UTF_8);
  }

  private int reference() throws RefusedStreamException {
    int handle = in.getInt() - baseWireHandle;
    require(handle >= 0 && handle < handles);
    return handle;
  }

  /** Weighs one until it is complete: what holds itself does not weigh itself again. */
  private int newHandle() {
    if (handles == weights.length) {
      weights = Arrays.copyOf(weights, 2 * handles);
    }
    weights[handles] = 1;
    return handles++;
  }

  private void skip(long bytes) throws RefusedStreamException {
    require(bytes >= 0 && bytes <= in.remaining());
    in.position(in.position() + (int) bytes);
  }

  private static long sum(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private static void require(boolean wellFormed) throws RefusedStreamException {
    if (!wellFormed) {
      throw broken();
    }
  }

  private static RefusedStreamException broken() {
    return new RefusedStreamException("they are damaged");
  }
}
