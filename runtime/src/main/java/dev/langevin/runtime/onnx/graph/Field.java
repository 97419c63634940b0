package dev.langevin.runtime.onnx.graph;

/**
 * Where a field lies in a file.
 *
 * @param number its number in the schema
 * @param type its wire type
 * @param start where its tag begins
 * @param value where its contents begin
 * @param end where they end
 */
record Field(int number, int type, int start, int value, int end) {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  /** Whether it is a text, a message, or packed numbers, with that number. */
  boolean is(int wanted) {
    return number == wanted && type == BYTES;
  }
}
