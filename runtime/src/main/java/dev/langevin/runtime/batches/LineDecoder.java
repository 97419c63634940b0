package dev.langevin.runtime.batches;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.langevin.internal.v1.BatchLine;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Takes the lines out of a blob that comes in pieces, each a message after its length. Holds what
 * has come and was not taken. Used by one thread.
 */
public final class LineDecoder {
  private static final int LONGEST_LENGTH = 5;

  private ByteString rest = ByteString.EMPTY;
  private long offset;

  /**
   * @param offset where the first piece begins, in bytes from the blob's start
   */
  public LineDecoder(long offset) {
    this.offset = offset;
  }

  /** Takes the next piece. */
  public void take(ByteString piece) {
    rest = rest.isEmpty() ? piece : rest.concat(piece);
  }

  /**
   * The next line; null if the pieces so far hold no more whole ones.
   *
   * @throws UncheckedIOException if the bytes are no lines
   */
  public BatchLine next() {
    ByteString head = rest.substring(0, Math.min(LONGEST_LENGTH, rest.size()));
    int digits = 0;
    while (digits < head.size() && head.byteAt(digits) < 0) {
      digits++;
    }
    if (digits == head.size() && digits < LONGEST_LENGTH) {
      return null;
    }
    try {
      int length = CodedInputStream.newInstance(head.asReadOnlyByteBuffer()).readRawVarint32();
      if (length < 0) {
        throw new InvalidProtocolBufferException("a line of negative length");
      }
      int end = digits + 1 + length;
      if (rest.size() < end) {
        return null;
      }
      BatchLine line = BatchLine.parseFrom(rest.substring(digits + 1, end));
      rest = rest.substring(end);
      offset += end;
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the next line begins, in bytes from the blob's start. */
  public long offset() {
    return offset;
  }

  /** Whether bytes are left that are no whole line. */
  public boolean partial() {
    return !rest.isEmpty();
  }
}
