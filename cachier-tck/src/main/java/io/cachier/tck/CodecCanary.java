package io.cachier.tck;

import java.io.Serializable;

/** Called for by no declared type; tells when it is initialized. Never name it but by its name. */
class CodecCanary implements Serializable {
  private static final long serialVersionUID = 1L;

  static {
    CodecCanaryLog.sing();
  }
}
