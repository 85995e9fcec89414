package io.cachier.tck;

import java.io.Serializable;

/** Stands for {@link CodecCanary} until the bytes are made: the name is as long. */
class CodecWooden implements Serializable {
  private static final long serialVersionUID = 1L;
}
