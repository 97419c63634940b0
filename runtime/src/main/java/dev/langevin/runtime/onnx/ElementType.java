package dev.langevin.runtime.onnx;

import ai.onnxruntime.OnnxJavaType;

/** Element types of the arrays that networks take and give. */
public enum ElementType {
  /** IEEE 754 binary32. */
  FLOAT(4, OnnxJavaType.FLOAT),
  /** IEEE 754 binary16. */
  FLOAT16(2, OnnxJavaType.FLOAT16),
  /** IEEE 754 binary64. */
  DOUBLE(8, OnnxJavaType.DOUBLE),
  /** Two's complement, 64 bits. */
  INT64(8, OnnxJavaType.INT64),
  /** Two's complement, 32 bits. */
  INT32(4, OnnxJavaType.INT32),
  /** One byte each, 0 or 1. */
  BOOL(1, OnnxJavaType.BOOL);

  private final int bytes;
  private final OnnxJavaType java;

  ElementType(int bytes, OnnxJavaType java) {
    this.bytes = bytes;
    this.java = java;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  OnnxJavaType java() {
    return java;
  }

  static ElementType of(OnnxJavaType type) {
    for (ElementType candidate : values()) {
      if (candidate.java == type) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("elements of type " + type + " are not supported");
  }
}
