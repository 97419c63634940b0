package dev.langevin.gateway.batches;

import com.google.protobuf.ByteString;
import dev.langevin.gateway.GatewayException;
import java.io.ByteArrayOutputStream;

/**
 * Cuts a file that comes in pieces into lines, and holds no more of it than the line that has not
 * ended. A line that is too long is handed on as such, once, and the rest of it is dropped.
 */
final class LineSplitter {
  /** What is done with a line. */
  interface Lines {
    /**
     * A line without its end.
     *
     * @param number from 1, blank lines counted
     * @param bytes null if there are more than a line may have
     */
    void line(int number, byte[] bytes) throws InterruptedException;
  }

  private final Lines lines;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private boolean tooLong;
  private int number;
  private long bytes;

  LineSplitter(Lines lines) {
    this.lines = lines;
  }

  /** Takes a piece of the file. */
  void take(ByteString piece) throws InterruptedException {
    bytes += piece.size();
    if (bytes > BatchRules.FILE_BYTES) {
      throw GatewayException.invalid(
          "data: the file is larger than %,d bytes".formatted(BatchRules.FILE_BYTES));
    }
    byte[] all = piece.toByteArray();
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        append(all, start, i);
        end();
        start = i + 1;
      }
    }
    append(all, start, all.length);
  }

  /** The file has ended; its last line needs no line end. */
  void finish() throws InterruptedException {
    if (begun.size() > 0 || tooLong) {
      end();
    }
  }

  private void append(byte[] all, int from, int to) {
    if (begun.size() + (to - from) > BatchRules.LINE_BYTES) {
      tooLong = true;
      begun.reset();
    } else if (!tooLong) {
      begun.write(all, from, to - from);
    }
  }

  private void end() throws InterruptedException {
    number++;
    byte[] line = tooLong ? null : begun.toByteArray();
    tooLong = false;
    begun.reset();
    lines.line(number, line);
  }
}
